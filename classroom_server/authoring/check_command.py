"""`./outset track check DIR`: reads a track as its learners, and its next author, will meet it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from classroom_server.authoring.finding import finding_of
from classroom_server.authoring.lint import lint
from classroom_server.authoring.no_track import refuse_mistaken
from kiosk_agent.command_line import CommandParser
from kiosk_agent.curriculum.bundle import DOCUMENTS
from kiosk_agent.curriculum.catalogue import catalogue_path
from kiosk_agent.curriculum.files import present
from kiosk_agent.curriculum.kinds.task_file import TASK
from kiosk_agent.curriculum.track import Track, read_track
from kiosk_agent.curriculum.translation import is_stale, mark, translated_path
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE


def main(arguments: Sequence[str]) -> int:
    """Print each finding with its next step; return 1 when there is one. Raises TrackInvalid."""
    parser = CommandParser(prog="./outset track check", description="Check a track's files and words.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--accept-translations",
        action="store_true",
        help="say that every translation was made again from today's English text",
    )
    chosen = parser.parse_args(arguments)
    refuse_mistaken(chosen.folder)
    found = read_track(chosen.folder)
    for fault in found.faults:
        sys.stdout.write(f"{finding_of(fault.why, chosen.folder)}\n")
    if found.track is None:
        return 1
    track = found.track
    if chosen.accept_translations:
        for path in _accept_translations(track):
            sys.stdout.write(f"accepted {path}\n")
    findings = lint(track)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    languages = ", ".join(track.languages) or "English only"
    count = len(found.faults) + len(findings)
    sys.stdout.write(f"{track.slug}: {len(track.exercises)} exercises ({languages}), {count} findings\n")
    return 1 if count else 0


def _accept_translations(track: Track) -> list[Path]:
    accepted = []
    for exercise in track.exercises:
        for source, translation in _pairs(track):
            both = present(exercise.folder, source) and present(exercise.folder, translation)
            if both and is_stale(exercise.folder, source, translation):
                mark(exercise.folder, source, translation)
                accepted.append(exercise.folder / translation)
    return accepted


def _pairs(track: Track) -> list[tuple[str, str]]:
    """Return (English file, its translation) for each file of an exercise that is translated."""
    others = [language for language in track.languages if language != SOURCE_LANGUAGE]
    pairs = [(f".docs/{name}.md", translated_path(f".docs/{name}.md", other)) for name in DOCUMENTS for other in others]
    pairs += [(TASK, translated_path(TASK, other)) for other in others]
    return pairs + [(catalogue_path(SOURCE_LANGUAGE), catalogue_path(other)) for other in others]

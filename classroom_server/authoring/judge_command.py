"""`./outset track judge DIR FILE`: what a learner would read of one answer to an exercise, in their language."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kiosk_agent import process
from kiosk_agent.command_line import CommandParser, number_from
from kiosk_agent.curriculum import Exercise, read_track
from kiosk_agent.curriculum.config import EXERCISE_CONFIG
from kiosk_agent.errors import JailUnavailable, TrackInvalid
from kiosk_agent.protocol.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.results import Judgement, Results, Verdict
from kiosk_agent.runner.account import is_ours
from kiosk_agent.runner.host.become import outset_as_ours
from kiosk_agent.runner.host.open_copy import open_to_all
from kiosk_agent.runner.host.place_options import add_place_options, chosen_places
from kiosk_agent.runner.host.run_command import read_program
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.host.toolchain_tree import tree_of
from kiosk_agent.runner.judging.results_json import results_json
from kiosk_agent.runner.runner import Runner
from kiosk_agent.tutor.text.explanation import explained
from kiosk_agent.tutor.text.result_page import heading, result_page
from kiosk_agent.tutor.text.translator import Translator

COLUMNS = 80
# An exercise is exercises/<kind>/<slug> of its track.
_TRACK_ABOVE = 2
NAME_IT = "name the folder of one exercise: it holds .meta/config.json and lies in its track"


class JudgedAnswer(BaseModel):
    """What became of an answer, for authors and their tools."""

    model_config = ConfigDict(frozen=True)

    exercise: str
    language: Language
    verdict: Verdict
    words: tuple[str, ...]
    """The lines that a learner reads, the verdict first, as wide as was asked for."""
    results: Results
    """Exercism's results.json, version 3, in English."""


def main(arguments: Sequence[str]) -> int:
    """Print what a learner would read; 0 when the answer was accepted, 1 otherwise. Raises OutsetError."""
    parser = CommandParser(prog="./outset track judge", description="Judge one answer to an exercise.")
    parser.add_argument("folder", type=Path, help="the exercise's folder, in its track")
    parser.add_argument("file", type=Path, help="the answer, for the exercise's first file; - for stdin")
    parser.add_argument(
        "--language", choices=LANGUAGE_CODES, default=SOURCE_LANGUAGE, help="the learner's (default: en)"
    )
    parser.add_argument(
        "--columns", type=number_from(20, 400), default=COLUMNS, help="how wide the learner's panel is (default: 80)"
    )
    parser.add_argument("--json", action="store_true", help="print verdict, words and results.json as JSON")
    # Between the two of us: the jail's side says what was judged, the caller's puts it into words.
    parser.add_argument("--judgement", action="store_true", help=argparse.SUPPRESS)
    add_place_options(parser)
    chosen = parser.parse_args(arguments)
    exercise, source = _exercise(chosen.folder), read_program(chosen.file)
    judgement = _judge(exercise, source, chosen) if is_ours() else _judge_as_ours(exercise, source, chosen)
    if chosen.judgement:
        sys.stdout.write(judgement.model_dump_json())
        return 0
    answer = _in_words(judgement, exercise, chosen.language, chosen.columns)
    sys.stdout.write(answer.model_dump_json(indent=2) if chosen.json else "\n".join(answer.words))
    sys.stdout.write("\n")
    return 0 if answer.verdict is Verdict.ACCEPTED else 1


def _exercise(folder: Path) -> Exercise:
    folder = folder.resolve()
    if not (folder / EXERCISE_CONFIG).is_file() or len(folder.parents) <= _TRACK_ABOVE:
        raise TrackInvalid("this is no exercise", hint=NAME_IT, path=folder)
    found = read_track(folder.parents[_TRACK_ABOVE])
    for fault in found.faults:
        if fault.slug == folder.name or found.track is None:
            raise fault.why
    exercises = found.track.exercises if found.track is not None else ()
    for exercise in exercises:
        if exercise.folder == folder:
            return exercise
    raise TrackInvalid("its track does not list this exercise", hint="add it to the track's config.json", path=folder)


def _judge(exercise: Exercise, source: str, chosen: argparse.Namespace) -> Judgement:
    with Runner(staged_places(*chosen_places(chosen)), warm=False) as runner:
        return runner.judge(exercise, {exercise.solution_files[0]: source})


def _judge_as_ours(exercise: Exercise, source: str, chosen: argparse.Namespace) -> Judgement:
    """Have it judged by the account that may; what the caller may read is handed over, and nothing else needed."""
    track = exercise.folder.parents[_TRACK_ABOVE]
    policies, node_modules = (path.absolute() for path in chosen_places(chosen))
    with open_to_all(track) as opened:
        words = ["track", "judge", str(opened / exercise.folder.relative_to(track)), "-", "--judgement"]
        words += ["--policies", str(policies), "--node-modules", str(node_modules)]
        tree = tree_of(policies, exercise.language_name)
        command = outset_as_ours(words, tree=tree, visible=[opened, policies, node_modules])
        said = sys.stderr.fileno()
        child = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, new_session=False)
        judged, _ = child.communicate(source.encode())
    if child.returncode != 0:
        raise JailUnavailable("nothing could be judged", hint="what it said stands above")
    return Judgement.model_validate_json(judged)


def _in_words(judgement: Judgement, exercise: Exercise, language: Language, columns: int) -> JudgedAnswer:
    told = explained(judgement, exercise, Translator.load(language))
    pages = (heading(told, columns), result_page(told, columns))
    return JudgedAnswer(
        exercise=exercise.slug,
        language=language,
        verdict=judgement.verdict,
        words=tuple(line for page in pages for line in page.plain.split("\n")),
        results=results_json(judgement),
    )

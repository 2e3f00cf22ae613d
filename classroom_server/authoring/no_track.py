"""What a folder is that somebody took for a track: found by what lies in it, said with the next step."""

import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from kiosk_agent.curriculum.config import TRACK_CONFIG
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.toolchains.facts import facts_of, toolchain_names

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".7z", ".rar")


class Mistaken(StrEnum):
    """What is not a track and may be taken for one."""

    NOTHING = "nothing"
    ARCHIVE = "archive"
    FILE = "file"
    EMPTY = "empty"
    PROBLEM_SPECIFICATIONS = "problem-specifications"
    """Texts and cases that tracks are made from."""
    RUSTLINGS = "rustlings"
    EXERCISE = "exercise"
    FOLDER_OF_TRACKS = "folder of tracks"
    OTHER = "other"


RUSTLINGS_FILES = ("rustlings-macros/info.toml", "info.toml")
SIGNS: dict[Mistaken, Callable[[Path], bool]] = {
    Mistaken.NOTHING: lambda path: not path.exists(),
    Mistaken.ARCHIVE: lambda path: path.is_file() and (_is_named_archive(path) or zipfile.is_zipfile(path)),
    Mistaken.FILE: lambda path: not path.is_dir(),
    Mistaken.EMPTY: lambda path: not any(path.iterdir()),
    Mistaken.PROBLEM_SPECIFICATIONS: lambda path: any(path.glob("exercises/*/canonical-data.json")),
    Mistaken.RUSTLINGS: lambda path: any((path / name).is_file() for name in RUSTLINGS_FILES),
    Mistaken.EXERCISE: lambda path: (path / ".meta" / TRACK_CONFIG).exists(),
    Mistaken.FOLDER_OF_TRACKS: lambda path: bool(tracks_in(path)),
    Mistaken.OTHER: lambda _: True,
}
"""The first that holds tells what it is."""
NAME_IT = "name the folder of a track: it holds config.json and exercises/"
WORDS: dict[Mistaken, tuple[str, str]] = {
    Mistaken.NOTHING: ("nothing is there", "look at how the name is written"),
    Mistaken.ARCHIVE: ("it is an archive", f"unpack it; then {NAME_IT}"),
    Mistaken.FILE: ("it is a file", NAME_IT),
    Mistaken.EMPTY: ("the folder is empty", f"{NAME_IT}; Exercism's are at github.com/exercism"),
    Mistaken.PROBLEM_SPECIFICATIONS: (
        "it holds the descriptions and cases that tracks are made from (problem-specifications)",
        f"{NAME_IT}; Exercism's are at github.com/exercism",
    ),
    Mistaken.RUSTLINGS: ("it holds rustlings, which have a form of their own", NAME_IT),
    Mistaken.EXERCISE: ("it is one exercise of a track", "name the track that it is in"),
    Mistaken.FOLDER_OF_TRACKS: ("it is a folder of tracks", "name one of them: {tracks}"),
    Mistaken.OTHER: ("it has no config.json", NAME_IT),
}
TRACKS_NAMED = 10


def mistaken(path: Path) -> Mistaken | None:
    """Return what `path` is when it is no track; None when it has a track's config.json."""
    if (path / TRACK_CONFIG).exists():
        return None
    return next(what for what, holds in SIGNS.items() if holds(path))


def _is_named_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES)


def tracks_in(folder: Path) -> list[str]:
    """Return the names of the folders in `folder` that have a track's config.json."""
    return sorted(each.parent.name for each in folder.glob(f"*/{TRACK_CONFIG}") if (each.parent / "exercises").is_dir())


def refuse_mistaken(path: Path) -> None:
    """Raise TrackInvalid when `path` is no track, with what it is and the next step."""
    what = mistaken(path)
    if what is not None:
        said, hint = WORDS[what]
        names = ", ".join(tracks_in(path)[:TRACKS_NAMED])
        raise TrackInvalid(f"this is no track: {said}", hint=hint.format(tracks=names), path=path)


def is_run_here(language_name: str) -> bool:
    """Tell whether there is a toolchain for a track's language."""
    return facts_of(language_name) is not None


def no_toolchain(language_name: str) -> tuple[str, str]:
    """Return that nothing here runs a track's language, and the next step."""
    known = ", ".join(toolchain_names())
    hint = f"there are toolchains for {known}; how to add one stands in CONTRIBUTING.md"
    return f"no toolchain here runs {language_name}", hint

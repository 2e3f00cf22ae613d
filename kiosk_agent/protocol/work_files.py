"""A learner's work in one exercise: its files, each by its path from the exercise's folder."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk_agent.protocol.limits import SOURCE_BYTES, WORK_BYTES, WORK_FILES

PATH_CHARACTERS = 200
PATH_PARTS = 10
NAMELESS = "program"
"""The one file of work that was kept before files had names."""
# Nothing, "." and "..", what a compiler takes for an option, and what some system takes for a device or another name.
_UNSAFE_PART = re.compile(r"|[- ].*|.*[. ]|(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def check_path(path: str) -> str:
    """Return `path`. Raises ValueError when it is no plain way to a file inside of the exercise's folder."""
    parts = path.split("/")
    is_safe = len(parts) <= PATH_PARTS and not any(map(_UNSAFE_PART.fullmatch, parts))
    if not is_safe or "\\" in path or not path.isprintable() or not unicodedata.is_normalized("NFC", path):
        raise ValueError("a file of a learner's work has a plain name inside of the exercise's folder")
    return path


def check_together(files: Mapping[str, str]) -> Mapping[str, str]:
    """Return `files`. Raises ValueError when two of them would be one on some disk, or one another's folder."""
    paths = [path.casefold() for path in files]
    if len(set(paths)) < len(paths) or any(other.startswith(f"{path}/") for path in paths for other in paths):
        raise ValueError("two files of a learner's work have one name")
    return files


WorkPath = Annotated[str, Field(min_length=1, max_length=PATH_CHARACTERS), AfterValidator(check_path)]
WorkText = Annotated[str, Field(max_length=SOURCE_BYTES)]
WorkFiles = Annotated[
    dict[WorkPath, WorkText], Field(min_length=1, max_length=WORK_FILES), AfterValidator(check_together)
]


def over_size(files: Mapping[str, str]) -> str | None:
    """Return which limit on bytes the files are over, in English for a Problem; None when they are within all."""
    sizes = [len(text.encode()) for text in files.values()]
    if max(sizes, default=0) > SOURCE_BYTES:
        return f"a file of over {SOURCE_BYTES} bytes"
    return f"files of over {WORK_BYTES} bytes together" if sum(sizes) > WORK_BYTES else None

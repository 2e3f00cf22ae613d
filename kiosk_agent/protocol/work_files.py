"""A learner's work in one exercise: its files, each by its path from the exercise's folder."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk_agent.protocol.limits import SOURCE_BYTES, WORK_BYTES, WORK_FILES

PATH_CHARACTERS = 200


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or not path.isprintable():
        raise ValueError("a file of a learner's work lies inside of the exercise's folder")
    return path


WorkPath = Annotated[str, Field(min_length=1, max_length=PATH_CHARACTERS), AfterValidator(_inside)]
WorkText = Annotated[str, Field(max_length=SOURCE_BYTES)]
WorkFiles = Annotated[dict[WorkPath, WorkText], Field(min_length=1, max_length=WORK_FILES)]


def over_size(files: Mapping[str, str]) -> str | None:
    """Return which limit on bytes the files are over, in English for a Problem; None when they are within all."""
    sizes = [len(text.encode()) for text in files.values()]
    if max(sizes, default=0) > SOURCE_BYTES:
        return f"a file of over {SOURCE_BYTES} bytes"
    return f"files of over {WORK_BYTES} bytes together" if sum(sizes) > WORK_BYTES else None

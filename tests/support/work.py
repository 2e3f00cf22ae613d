"""A learner's files as most tests have them: one."""

from collections.abc import Mapping

FILE = "work.js"


def work_of(text: str, path: str = FILE) -> dict[str, str]:
    """Return the files of a learner who wrote `text`."""
    return {path: text}


def text_of(files: Mapping[str, str]) -> str:
    """Return the text of the only file."""
    (text,) = files.values()
    return text

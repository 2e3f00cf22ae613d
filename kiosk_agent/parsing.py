"""Reads a TOML file that somebody wrote, and says what is wrong in one, or in any other, in words for its author."""

import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk_agent.errors import SettingsInvalid

FAULTS_TOLD = 20
"""Of one file."""
CORRECT_IT = "correct that place in the file"

# As in curriculum/files.py; JSON and TOML could bring control characters in by an escape.
PLAIN_LINE = r"^[^\p{Cc}\x{202A}-\x{202E}\x{2066}-\x{2069}]*$"
PLAIN_LINES = r"^(?:[^\p{Cc}\x{202A}-\x{202E}\x{2066}-\x{2069}]|\n)*$"
SLUG = r"^[a-z0-9][a-z0-9-]{0,79}$"
_MUST_BE = {
    PLAIN_LINE: "must be one line without control characters",
    PLAIN_LINES: "must be lines without control characters",
    SLUG: "must be small letters, digits and hyphens",
}
_SAYS = {"missing": "it is missing", "extra_forbidden": "no such key is known here"}

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


def read_toml(
    path: Path, wrong: str, *, hint: str = CORRECT_IT, unread_hint: str = "let this account read it"
) -> dict[str, Any]:
    """Return what a file says; `wrong` is what it is when it is not as it must be: "holds no facts of a toolchain".

    Raises SettingsInvalid with the file, what is wrong there, and `hint`, or `unread_hint` where it cannot be read.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise SettingsInvalid(f"cannot read {path}: {error.strerror}", hint=unread_hint) from error
    except UnicodeDecodeError as error:
        said = f"it is not UTF-8 text (byte {error.start})"
        raise SettingsInvalid(f"{path} {wrong}: {said}", hint="save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsInvalid(f"{path} {wrong}: it is not TOML: {error}", hint=hint) from error


def parsed(model: type[Model], said: Mapping[str, Any], path: Path, wrong: str, *, hint: str = CORRECT_IT) -> Model:
    """Return what `path` says as `model`. Raises SettingsInvalid as `read_toml` does, with the first key at fault."""
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise SettingsInvalid(f"{path} {wrong}: {first_fault(error)}", hint=hint) from error


def first_fault(error: ValidationError) -> str:
    """Return where the first thing wrong is, and what, in words for the file's author."""
    return next(all_faults(error))


def all_faults(error: ValidationError) -> Iterator[str]:
    """Yield the same for each thing that is wrong."""
    return (said for _, said in faults_by_place(error))


def faults_by_place(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Yield where each thing is that is wrong, and what, in words for the file's author."""
    for fault in islice(error.errors(include_url=False, include_input=False), FAULTS_TOLD):
        yield fault["loc"], _fault(fault)


def _fault(fault: ErrorDetails) -> str:
    place = ".".join(str(step) for step in fault["loc"]) or "the file"
    pattern = str(fault.get("ctx", {}).get("pattern"))
    said = _MUST_BE.get(pattern) or _SAYS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    return f"{place}: {said}"

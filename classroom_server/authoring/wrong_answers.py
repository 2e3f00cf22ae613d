"""The commonest wrong answers of an exercise: kept with it, so that what a learner reads about them stays true.

`.meta/wrong.toml` holds a table for each file in `.meta/wrong/`: the mistake in English, and the tests that it fails.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kiosk_agent.curriculum.files import inside, present
from kiosk_agent.curriculum.toml_files import read_toml
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.parsing import first_fault

DECLARATION = ".meta/wrong.toml"
FOLDER = ".meta/wrong"


@dataclass(frozen=True)
class WrongAnswer:
    """One wrong answer. `path` is relative to the exercise's folder; `fails` holds the names of all tests it fails."""

    path: str
    mistake: str
    fails: tuple[str, ...]


class _WrongAnswerEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    mistake: Annotated[str, Field(min_length=1, max_length=200)]
    fails: Annotated[tuple[str, ...], Field(min_length=1)]


_DECLARATION: TypeAdapter[dict[str, _WrongAnswerEntry]] = TypeAdapter(dict[str, _WrongAnswerEntry])


def read_wrong_answers(folder: Path) -> tuple[WrongAnswer, ...]:
    """Return what the exercise in `folder` declares; nothing for an imported one. Raises TrackInvalid."""
    if not present(folder, DECLARATION):
        return ()
    try:
        entries = _DECLARATION.validate_python(read_toml(folder, DECLARATION))
    except ValidationError as error:
        hint = "give each file a mistake and the tests that it fails"
        raise TrackInvalid(first_fault(error), hint=hint, path=folder / DECLARATION) from error
    for name in entries:
        inside(folder, f"{FOLDER}/{name}")
    return tuple(
        WrongAnswer(path=f"{FOLDER}/{name}", mistake=entry.mistake, fails=entry.fails)
        for name, entry in entries.items()
    )

"""The message catalogue of an exercise: for each test, what it shows and what to say when it does not pass."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kiosk_agent.curriculum.files import present
from kiosk_agent.curriculum.toml_files import read_toml
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.parsing import PLAIN_LINE, first_fault
from kiosk_agent.protocol.languages import Language


@dataclass(frozen=True)
class TestWords:
    """What a learner reads about one test: `title` names it; `failure` says what to look at and what to try."""

    __test__ = False  # the name is no invitation to pytest

    title: str
    failure: str


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=80, pattern=PLAIN_LINE)]
    failure: Annotated[str, Field(min_length=1, max_length=400, pattern=PLAIN_LINE)]


_CATALOGUE: TypeAdapter[dict[str, _Entry]] = TypeAdapter(dict[str, _Entry])


def catalogue_path(language: Language) -> str:
    """Return where an exercise keeps its catalogue in `language`, from its folder."""
    return f".meta/catalogue/{language}.toml"


def read_catalogue(folder: Path, language: Language) -> dict[str, TestWords]:
    """Return test name -> words for the exercise in `folder`; empty when it has none. Raises TrackInvalid."""
    relative = catalogue_path(language)
    if not present(folder, relative):
        return {}
    try:
        entries = _CATALOGUE.validate_python(read_toml(folder, relative))
    except ValidationError as error:
        hint = "give each test a title and a failure sentence"
        raise TrackInvalid(first_fault(error), hint=hint, path=folder / relative) from error
    return {name: TestWords(title=entry.title, failure=entry.failure) for name, entry in entries.items()}

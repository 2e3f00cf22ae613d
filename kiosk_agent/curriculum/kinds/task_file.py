"""The one file of an exercise's task, beside its texts: read, checked by place, and with its words in a language.

`.docs/task.toml` holds all of it, in English; `.docs/task.<language>.toml` the same tables with their words alone.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

from pydantic import ValidationError

from kiosk_agent.curriculum.config import Kind
from kiosk_agent.curriculum.faults import all_at_once
from kiosk_agent.curriculum.files import present, read_bytes, read_text
from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from kiosk_agent.curriculum.kinds.gaps import Gaps
from kiosk_agent.curriculum.kinds.parsons import Parsons
from kiosk_agent.curriculum.kinds.prediction import Prediction
from kiosk_agent.curriculum.kinds.project import Project
from kiosk_agent.curriculum.kinds.task import WORD_KEYS, AnswerTask, Beside, Task
from kiosk_agent.curriculum.toml_files import DEEPEST, Place, line_of, places_of, read_toml
from kiosk_agent.curriculum.translation import translated_path
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.parsing import faults_by_place
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language

TASK = ".docs/task.toml"
TASK_BYTES = 64 * 1024
TASKS: Mapping[Kind, type[Task]] = {
    Kind.PREDICT_OUTPUT: Prediction,
    Kind.FILL_GAPS: Gaps,
    Kind.PARSONS: Parsons,
    Kind.MULTIPLE_CHOICE: MultipleChoice,
    Kind.READ: MultipleChoice,
    Kind.PROJECT: Project,
}
ANSWERED = frozenset(kind for kind, task in TASKS.items() if issubclass(task, AnswerTask))
"""Kinds that are judged by their answer alone, with no run."""
UNTESTED = ANSWERED | {Kind.RUN_AND_LOOK}
_CORRECT = "correct that line; a task of each kind is shown in CONTRIBUTING.md"
_Value = dict[str, object]


def read_task(folder: Path, kind: Kind, language: Language) -> Task:
    """Return the task of an exercise of that kind, which must be one that has a task. Raises TrackInvalid."""
    value, path = _read(folder, TASK), TASK
    translation = translated_path(TASK, language)
    if language != SOURCE_LANGUAGE and present(folder, translation):
        value, path = _with_words(value, _read(folder, translation)), translation
    try:
        return TASKS[kind].model_validate(value)
    except ValidationError as error:
        raise all_at_once(folder, list(_unfit(folder, path, error))) from error


def check_task(folder: Path, kind: Kind, answer_file: str, editor_files: tuple[str, ...]) -> None:
    """Read an exercise's task, if its kind has one. Raises TrackInvalid, with all that is wrong in it."""
    if kind not in TASKS:
        return
    if not present(folder, TASK):
        hint = f"write it: what an exercise of the kind {kind} asks; CONTRIBUTING.md shows one"
        raise TrackInvalid("it is missing", hint=hint, path=folder / TASK)
    task = read_task(folder, kind, SOURCE_LANGUAGE)
    beside = Beside(read_text(folder, answer_file), editor_files)
    if faults := _amiss(folder, TASK, task, beside):
        raise all_at_once(folder, faults)


def check_translation(folder: Path, kind: Kind, language: Language, beside: Beside) -> None:
    """Compare a translated task, which must be there, with the English. Raises TrackInvalid, with all that is wrong."""
    path = translated_path(TASK, language)
    english, translation = _read(folder, TASK), _read(folder, path)
    places = places_of(read_text(folder, path))
    words, said = _words(english), dict(_leaves(translation))
    faults = []
    for place in said.keys() - words.keys():
        problem = f"{'.'.join(place)} is nothing that the English task says"
        hint = "take it out, or correct its name: a translation has the words of the English task and nothing else"
        faults.append(TrackInvalid(problem, hint=hint, path=folder / path, line=line_of(place, places)))
    for place in words.keys() - said.keys():
        hint = f"translate it from {TASK}"
        problem = f"{'.'.join(place)} is missing"
        faults.append(TrackInvalid(problem, hint=hint, path=folder / path, line=line_of(place, places)))
    try:
        task = TASKS[kind].model_validate(_with_words(english, translation))
    except ValidationError as error:
        faults += _unfit(folder, path, error)
    else:
        faults += _amiss(folder, path, task, beside)
    if faults:
        raise all_at_once(folder, sorted(faults, key=lambda fault: (fault.line or 0, fault.problem)))


def _read(folder: Path, path: str) -> _Value:
    size = len(read_bytes(folder, path))
    if size > TASK_BYTES:
        problem = f"it has {size} bytes, more than the {TASK_BYTES} that a task may have"
        raise TrackInvalid(problem, hint="make it shorter, or several exercises of it", path=folder / path)
    return read_toml(folder, path)


def _unfit(folder: Path, path: str, error: ValidationError) -> Iterator[TrackInvalid]:
    places = places_of(read_text(folder, path))
    for place, said in faults_by_place(error):
        line = line_of(tuple(map(str, place)), places)
        yield TrackInvalid(said, hint=_CORRECT, path=folder / path, line=line)


def _amiss(folder: Path, path: str, task: Task, beside: Beside) -> list[TrackInvalid]:
    places = places_of(read_text(folder, path))
    return [
        TrackInvalid(
            ": ".join(filter(None, (".".join(fault.place), fault.problem))),
            hint=fault.hint,
            path=folder / path,
            line=line_of(fault.place, places),
        )
        for fault in task.faults(beside)
    ]


def _leaves(value: Mapping[str, object], *above: str) -> Iterator[tuple[Place, object]]:
    for key, item in value.items():
        if isinstance(item, dict) and len(above) < DEEPEST:
            yield from _leaves(item, *above, key)
        else:
            yield (*above, key), item


def _words(value: _Value) -> dict[Place, object]:
    return {place: item for place, item in _leaves(value) if place[-1] in WORD_KEYS}


def _with_words(english: _Value, translation: _Value) -> _Value:
    """Return the English task with the words that its translation has; the others stay English."""
    whole, said = deepcopy(english), dict(_leaves(translation))
    for place in _words(english).keys() & said.keys():
        table: object = whole
        for key in place[:-1]:
            table = table[key] if isinstance(table, dict) else {}
        if isinstance(table, dict):
            table[place[-1]] = said[place]
    return whole

"""The track with one exercise of each kind, and tasks written on the spot."""

import shutil
import tomllib
from pathlib import Path
from typing import TypeVar

from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.curriculum.kinds.task import Answered, Beside, Task
from tests.support.checkout import ROOT

KINDS = ROOT / "tests/fixtures/kinds/javascript"
_Task = TypeVar("_Task", bound=Task)


def kind_exercise(slug: str) -> Exercise:
    return load_track(KINDS).exercise(slug)


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(KINDS, folder / "javascript"))


def task_of(model: type[_Task], text: str) -> _Task:
    return model.model_validate(tomllib.loads(text))


def faults_of(task: Task, stub: str = "", *editor_files: str) -> list[str]:
    return [f"{'.'.join(fault.place)}: {fault.problem}" for fault in task.faults(Beside(stub, editor_files))]


def facts(answered: Answered) -> tuple[str, list[tuple[str, str, int | None]]]:
    return answered.reason.removeprefix("answer_"), [(each.name, each.status, each.line) for each in answered.checks]

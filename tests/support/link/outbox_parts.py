"""What the outbox tests share."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.protocol.events import DraftSaved, ExerciseOpened
from tests.support.work import text_of, work_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def now() -> datetime:
    return NOW


def opened(exercise: str) -> ExerciseOpened:
    return ExerciseOpened(track="javascript", exercise=exercise)


def draft(source: str, exercise: str = "two-values") -> DraftSaved:
    return DraftSaved(track="javascript", exercise=exercise, files=work_of(source))


def said(outbox: Outbox) -> list[str]:
    """What the next batch says, shortly."""
    bodies = [event.body for event in outbox.batch()]
    return [
        text_of(body.files) if isinstance(body, DraftSaved) else getattr(body, "exercise", body.kind) for body in bodies
    ]


def photograph(folder: Path, copy: Path) -> Path:
    """Copy what is on the disk at this moment, as a dying process leaves it."""
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(folder, copy))

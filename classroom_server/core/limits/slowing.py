"""Wrong tries slow the place they come from (a kiosk; a name at an address; a browser); they lock nobody out.

A try is noted before the secret is checked and forgiven when it was right, so that tries made at once all count.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow, Work

FREE_TRIES = 3
WAIT_SECONDS_MAXIMUM = 60.0
REMEMBERED = timedelta(minutes=15)
_DOUBLINGS_MAXIMUM = 6


class WrongTry(StoredRow):
    """A try that was wrong, or whose check has not ended yet."""

    __tablename__ = "wrong_tries"

    try_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(100), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)


def wait_seconds(work: Work, place: str) -> float:
    """Return how long this place must wait for its next try: 0, then 2, 4, 8 … 60 s after the last."""
    # The clock was set back: what was noted before it counts from now, or a wait would be as long as that was.
    work.rows.execute(update(WrongTry).where(WrongTry.at > work.now).values(at=work.now))
    recent = (WrongTry.place == place) & (WrongTry.at > work.now - REMEMBERED)
    tries, last = work.rows.execute(select(func.count(), func.max(WrongTry.at)).where(recent)).one()
    if tries < FREE_TRIES or last is None:
        return 0.0
    doublings = min(tries - FREE_TRIES + 1, _DOUBLINGS_MAXIMUM)
    pause = min(2.0**doublings, WAIT_SECONDS_MAXIMUM)
    return max(0.0, (last + timedelta(seconds=pause) - work.now).total_seconds())


def forgive_subject(work: Work, subject: str) -> None:
    """Forget all tries for one subject, wherever they came from."""
    work.rows.execute(delete(WrongTry).where(WrongTry.subject == subject))


def move_all(work: Work, step: timedelta) -> None:
    """Let waits be as long as they were though the clock is set by `step`."""
    for line in work.rows.scalars(select(WrongTry)):
        line.at += step


def note(work: Work, place: str, subject: str) -> None:
    """Count a try at a place; `subject` is the opaque id of whom it was for, or empty."""
    work.rows.execute(delete(WrongTry).where(WrongTry.at <= work.now - REMEMBERED))
    work.rows.add(WrongTry(place=place, subject=subject, at=work.now))
    work.rows.flush()


def forgive(work: Work, place: str, subject: str) -> None:
    """Forget a place's tries for one subject, who has just got it right. Tries for others still count."""
    work.rows.execute(delete(WrongTry).where(WrongTry.place == place, WrongTry.subject == subject))

"""Where attempts, drafts and every event's fate are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class AttemptLine(StoredRow):
    """One attempt, kept for good with its files. `attempt_id` is the event's."""

    __tablename__ = "attempts"

    attempt_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.sign_in_id"), index=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"))
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    sequence: Mapped[int]
    track: Mapped[str] = mapped_column(String(100))
    exercise: Mapped[str] = mapped_column(String(100))
    verdict: Mapped[str] = mapped_column(String(30))
    milliseconds: Mapped[int]
    files: Mapped[str] = mapped_column(Text)
    """JSON: path -> text."""
    judgement: Mapped[str] = mapped_column(Text)
    """JSON of protocol.results.Judgement."""
    exercise_version: Mapped[str | None] = mapped_column(String(64))
    """None of an attempt from before versions were kept; so are the four below."""
    bundle_hash: Mapped[str | None] = mapped_column(String(64))
    toolchain_name: Mapped[str | None] = mapped_column(String(40))
    toolchain_program: Mapped[str | None] = mapped_column(String(40))
    toolchain_version: Mapped[str | None] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    clock_doubt: Mapped[str | None] = mapped_column(String(20))
    """Why the kiosk's own time cannot be right; `made_at` is then the nearest that can."""


Index("ix_attempts_learner_verdict", AttemptLine.learner_id, AttemptLine.verdict)
# The page of a kiosk reads the newest at one exercise, each time that its learner does something.
Index(
    "ix_attempts_learner_exercise",
    AttemptLine.learner_id,
    AttemptLine.track,
    AttemptLine.exercise,
    AttemptLine.received_at,
)


class DraftLine(StoredRow):
    """The last text of one sign-in in one exercise. The newest sign-in's is the current one."""

    __tablename__ = "drafts"

    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.sign_in_id"), primary_key=True)
    track: Mapped[str] = mapped_column(String(100), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(100), primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"), index=True)
    sequence: Mapped[int]
    files: Mapped[str] = mapped_column(Text)
    """JSON: path -> text."""
    saved_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)


class HintLine(StoredRow):
    """One hint that a learner was shown, at the time when they were first."""

    __tablename__ = "hints_taken"

    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"), primary_key=True)
    track: Mapped[str] = mapped_column(String(100), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(100), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its place; the first is 1."""
    of_all: Mapped[int]
    """How many hints the exercise had then."""
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.sign_in_id"))
    taken_at: Mapped[datetime] = mapped_column(Moment)


class ReceivedEvent(StoredRow):
    """An event that was decided on, once and for all."""

    __tablename__ = "received_events"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    fate: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(Moment)


class RefusedEvent(StoredRow):
    """An event that was refused, whole, with the reason."""

    __tablename__ = "refused_events"

    refusal_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    reason: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment)

"""One kiosk of a room, read in one go: who sits there, and their work at the exercise that they have open."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Act, KioskFacts
from classroom_server.attempts.reading import at_exercise, hints
from classroom_server.attempts.reading.at_exercise import AttemptStep, WorkNow
from classroom_server.attempts.reading.hints import HintsTaken
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.presence import Presence
from classroom_server.help import service as help_service
from classroom_server.help.schemas import Hand
from classroom_server.learners.tables import LearnerLine
from classroom_server.room_page import tiles
from classroom_server.room_page.schemas import TileCondition
from classroom_server.room_page.wall import facts_of
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import Room
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins import repository as sign_ins
from classroom_server.sign_ins.tables import SignInLine
from classroom_server.web.paging import last_page

STEPS_A_PAGE: Final = 10


@dataclass(frozen=True)
class Seated:
    """Who is signed in, and how their work stands."""

    sign_in_id: str
    learner_id: str
    learner_name: str
    since: datetime
    active_at: datetime
    """When something was heard last that they did: a letter typed, a run."""
    track: str | None
    exercise: str | None
    """The one that was opened or worked on last."""
    hints: HintsTaken | None
    """Of that exercise; None where none was taken."""
    standing: WorkNow | None
    """None as long as nothing was written."""
    attempts: int
    """All of theirs at that exercise, of earlier days too."""
    page: int
    steps: tuple[AttemptStep, ...]
    """One page of them, the newest first."""

    @property
    def last_page(self) -> int:
        """The number of the last page of steps."""
        return last_page(self.attempts, STEPS_A_PAGE)


@dataclass(frozen=True)
class ShownKiosk:
    """Everything that the page of a kiosk shows."""

    now: datetime
    room: Room
    session: ClassSession | None
    kiosk_id: str
    name: str
    condition: TileCondition
    last_seen_at: datetime
    jail_fault: str | None
    seated: Seated | None
    hand: Hand | None
    """The one that is up there."""
    acts: tuple[Act, ...]
    """What was asked of it lately, the newest first."""
    facts: KioskFacts
    """What the standing of those hangs on."""


def view(work: Work, presence: Presence, room_id: str, kiosk_id: str, page: int = 1) -> ShownKiosk:
    """Return a kiosk that stands in a room as it is now. Raises Refused (not_found)."""
    room, place, session = rooms.find(work, room_id), rooms.place_of(work, kiosk_id), sessions.current(work, room_id)
    here = {kiosk_id: place.seat} if place and place.room_id == room_id else {}
    hands = help_service.of_kiosks(work, room_id)
    tile = next(iter(tiles.read(work, presence, here, hands, is_open=session is not None)), None)
    if tile is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such kiosk in this room", hint="open the room again")
    sign_in = sign_ins.by_id(work, tile.sign_in_id) if tile.sign_in_id else None
    return ShownKiosk(
        now=work.now,
        room=room,
        session=session,
        kiosk_id=kiosk_id,
        name=tile.name,
        condition=tile.condition,
        last_seen_at=tile.last_seen_at,
        jail_fault=tile.jail_fault,
        seated=_seated(work, sign_in, tile.active_at or sign_in.started_at, page) if sign_in else None,
        hand=tile.hand,
        acts=_asked(work, room_id, kiosk_id),
        facts=facts_of(tile),
    )


def _asked(work: Work, room_id: str, kiosk_id: str) -> tuple[Act, ...]:
    """Return what was asked of this kiosk alone of all that was asked of the room."""
    listed = [(act, tuple(row for row in act.kiosks if row.kiosk_id == kiosk_id)) for act in acts.listed(work, room_id)]
    return tuple(replace(act, kiosks=here) for act, here in listed if here)


def _seated(work: Work, sign_in: SignInLine, active_at: datetime, page: int) -> Seated:
    learner = work.rows.get_one(LearnerLine, sign_in.learner_id)
    track, exercise = sign_in.last_track, sign_in.last_exercise
    standing, made = None, 0
    steps: tuple[AttemptStep, ...] = ()
    if track is not None and exercise is not None:
        standing = at_exercise.standing(work, learner.learner_id, track, exercise)
        made = at_exercise.count(work, learner.learner_id, track, exercise)
        page = min(page, last_page(made, STEPS_A_PAGE))
        steps = at_exercise.steps(
            work, learner.learner_id, track, exercise, limit=STEPS_A_PAGE, offset=(page - 1) * STEPS_A_PAGE
        )
    return Seated(
        sign_in_id=sign_in.sign_in_id,
        learner_id=learner.learner_id,
        learner_name=learner.display_name,
        since=sign_in.started_at,
        active_at=active_at,
        track=track,
        exercise=exercise,
        hints=hints.of_open_sign_ins(work, [sign_in.kiosk_id]).get(sign_in.sign_in_id),
        standing=standing,
        attempts=made,
        page=page,
        steps=steps,
    )

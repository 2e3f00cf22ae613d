"""A site in the middle of a lesson, with long lists: each page of it has something to show."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from classroom_server import commands
from classroom_server.core.database import Database
from classroom_server.core.live.presence import Presence
from classroom_server.everyone_out import service as everyone_out
from classroom_server.learners import service as learners
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import PinSlip, SuspensionReason
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.site.settings import ServerSettings
from classroom_server.timetable import service as timetable
from classroom_server.timetable.schemas import SlotFacts
from kiosk_agent.protocol.events import AttemptMade, HandRaised
from kiosk_agent.protocol.results import Verdict
from tests.support.browser import lessons
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Trainer
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import TRAINER

LEARNERS = 600
WORKING = 3
EXERCISE = "laundry-soap"


@dataclass(frozen=True)
class Filled:
    """What is in a site's folder; its server does not run yet."""

    slips: tuple[PinSlip, ...]
    """Of those who will sign in."""
    suspended_id: str
    cohort_id: str
    """Theirs."""
    room_id: str
    """Of the first room, which has a timetable."""
    out_id: str
    """When everyone was sent out of the second room, and nobody has said why."""
    slot_id: str
    """A slot of the first room."""
    spare_id: str
    """A room without kiosks that has slots."""


def fill(folder: Path) -> Filled:
    """Put 600 learners of two cohorts in, some with slips, one suspended, and a second room that was emptied."""
    database = commands.open_database(ServerSettings(folder, host="127.0.0.1", port=0))
    try:
        return _fill(database)
    finally:
        database.close()


def _fill(database: Database) -> Filled:
    with database.write(TRAINER) as work:
        workshop_id = rooms.add(work, "Workshop").room_id
        cohorts = [learners.add_cohort(work, name).cohort_id for name in ("Mornings", "Evenings")]
        ids = [
            learners.add(work, cohorts[at % 2], str(1000 + at), f"Learner {at:03}").learner_id for at in range(LEARNERS)
        ]
        suspended_id = ids[2 * WORKING]
        suspensions.suspend(work, suspended_id, SuspensionReason.OWN_WISH, None)
        suspensions.suspend(work, ids[0], SuspensionReason.HEALTH, None)
        suspensions.lift(work, ids[0])
        room_id, today = rooms.every(work)[0].room_id, timetable.today(work)
        mornings = SlotFacts(cohorts[1], 0, 9 * 60, 10 * 60, "Loops", today, None)
        spare_id = rooms.add(work, "Yard").room_id
        timetable.add_slots(work, spare_id, range(2), mornings)
        slot_id = timetable.add_slots(work, room_id, range(5), mornings)[0].slot_id
        timetable.add_holiday(work, None, today + timedelta(days=9), today + timedelta(days=12), "Festival")
        sessions.start(work, workshop_id, cohorts[1], 60)
        everyone_out.send_out(work, Presence(), workshop_id)
        (out,) = everyone_out.without_reason(work, workshop_id)
        slips = learners.draw_up_slips(work, ids[: 2 * WORKING : 2])
    learners.give_pins(database, TRAINER, slips)
    return Filled(slips, suspended_id, cohorts[0], room_id, out.out_id, slot_id, spare_id)


@dataclass(frozen=True)
class Lesson:
    """What the pages of a lesson are about."""

    filled: Filled
    kiosk_id: str
    stuck_id: str
    """Of the kiosk at which somebody tries again and again."""
    waiting_id: str
    """Of the kiosk that waits for approval."""
    sign_in_id: str
    attempt_id: str

    @property
    def learner_id(self) -> str:
        """Who wrote the attempt and the draft."""
        return self.filled.slips[0].learner_id


@contextmanager
def lesson(trainer: Trainer, server: ServerProgram, filled: Filled) -> Iterator[Lesson]:
    """Give a lesson: some work, hands, one is stuck, a kiosk waits, work was set aside, attention is asked."""
    stations = [server.kiosk(f"Kiosk {number}") for number in range(WORKING + 1)]
    for number, kiosk in enumerate(stations[:WORKING]):
        trainer.approve(f"Kiosk {number}", " ".join(kiosk.words))
    trainer.page.goto("/")
    trainer.page.get_by_test_id("session-cohort").select_option(value=filled.cohort_id)
    trainer.page.get_by_test_id("start-session").click()
    expect(trainer.page.get_by_test_id("notice")).to_be_visible()
    with ExitStack() as streams:
        for kiosk in stations[: WORKING - 1]:
            streams.enter_context(kiosk.stream())
        runs = ((attempt("let sum = 0;\n", Verdict.ACCEPTED, EXERCISE),), lessons.STUCK_RUNS, ())
        made = [work(*each) for each in zip(stations, filled.slips, runs, strict=False)]
        stations[0].send(stations[0].event(made[0][0], HandRaised(line="What is a loop?")))
        # What nobody is signed in for is set aside.
        stations[0].send(stations[0].event(str(uuid.uuid4()), attempt(exercise=EXERCISE)))
        trainer.page.goto("/")
        trainer.page.get_by_test_id("ask-attention").click()
        trainer.see_notice("asked to look at you")
        kiosk_id, stuck_id, waiting_id = (stations[at].kiosk_id for at in (0, 1, -1))
        yield Lesson(filled, kiosk_id, stuck_id, waiting_id, *made[0])


def work(kiosk: KioskClient, slip: PinSlip, runs: tuple[AttemptMade, ...]) -> tuple[str, str]:
    """Sign in, leave a draft and run programs; return the sign-in and the first attempt."""
    sign_in_id = kiosk.sign_in(slip.number, slip.pin).sign_in_id
    written = kiosk.event(sign_in_id, draft("let sum", EXERCISE))
    made = [kiosk.event(sign_in_id, run) for run in runs]
    kiosk.send(written, *made)
    return sign_in_id, made[0].event_id if made else ""

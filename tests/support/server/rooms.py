"""A classroom for a test: a real site and database in a folder, served over real HTTPS from a thread of the test."""

import functools
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from starlette.types import ASGIApp

from classroom_server import commands
from classroom_server.accounts import service as accounts
from classroom_server.app import ServerParts, create_app, wire
from classroom_server.core.actors import COMMAND, NOBODY, Actor, StaffRole
from classroom_server.core.classroom import Classroom
from classroom_server.core.database import Database
from classroom_server.kiosks import enrolment_window
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.schemas import ApprovalOutcome
from classroom_server.learners import service as learners
from classroom_server.learners.schemas import PinSlip
from classroom_server.migrations.migrate import alembic_config
from classroom_server.room_page import service as room_page
from classroom_server.room_page.schemas import RoomView
from classroom_server.rooms import service as rooms
from classroom_server.serving import HttpsServer, https_server, listen
from classroom_server.sessions import service as sessions
from classroom_server.sessions.leases import LeaseGiver
from classroom_server.sessions.schemas import ClassSession
from classroom_server.site import keys
from classroom_server.site.private_files import PRIVATE
from classroom_server.site.settings import ServerSettings
from kiosk_agent.files import make_private_folder, replace_durably
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from tests.support.ports import held_port, number_of
from tests.support.server.kiosk_client import KioskClient
from tests.support.waiting import LIMIT_SECONDS, eventually

TRAINER = Actor.account("trainer-of-the-test", (StaffRole.TRAINER,))


class Clock:
    """The server's clock, which a test can turn forward and stop."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)
        self._stopped_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self._stopped_at or datetime.now(UTC)) + self.ahead

    def stop(self) -> None:
        """Let no time pass but what the test says: how long the machine takes is then nothing to the server."""
        self._stopped_at = datetime.now(UTC)


@dataclass
class Room:
    """A classroom and what a test does to it as its trainer would."""

    parts: ServerParts
    clock: Clock

    @property
    def classroom(self) -> Classroom:
        return self.parts.classroom

    @property
    def ca_path(self) -> Path:
        return self.parts.settings.ca_path

    def add_learner(self, number: str, cohort_name: str = "Mornings") -> PinSlip:
        with self.classroom.database.write(TRAINER) as work:
            known = {cohort.name: cohort.cohort_id for cohort in learners.cohorts(work)}
            cohort_id = known.get(cohort_name) or learners.add_cohort(work, cohort_name).cohort_id
            learner = learners.add(work, cohort_id, number, f"Learner {number}")
            (slip,) = learners.draw_up_slips(work, [learner.learner_id])
        learners.give_pins(self.classroom.database, TRAINER, [slip])
        return slip

    def cohort_id(self, name: str = "Mornings") -> str:
        with self.classroom.database.read() as work:
            return next(cohort.cohort_id for cohort in learners.cohorts(work) if cohort.name == name)

    def start_session(self, minutes: int = 60) -> ClassSession:
        with self.classroom.database.write(TRAINER) as work:
            return sessions.start(work, self.first_room_id(), self.cohort_id(), minutes)

    def first_room_id(self) -> str:
        with self.classroom.database.read() as work:
            return rooms.every(work)[0].room_id

    def open_session(self) -> ClassSession | None:
        """Return the session that is on in the first room."""
        with self.classroom.database.read() as work:
            return sessions.current(work, rooms.every(work)[0].room_id)

    def view(self) -> RoomView:
        """Return the first room as its page has it."""
        with self.classroom.database.read() as work:
            return room_page.view(work, self.classroom.presence, rooms.every(work)[0].room_id)

    def end_session(self, session: ClassSession) -> None:
        with self.classroom.database.write(TRAINER) as work:
            sessions.end(work, session.session_id)

    def open_for_kiosks(self) -> None:
        with self.classroom.database.write(TRAINER) as work:
            enrolment_window.open_now(work)

    def close_for_kiosks(self) -> None:
        with self.classroom.database.write(TRAINER) as work:
            enrolment_window.close(work)

    def approve(self, kiosk_id: str, typed: str) -> ApprovalOutcome:
        with self.classroom.database.write(TRAINER) as work:
            return kiosks.approve(work, kiosk_id, typed)

    def rename(self, kiosk_id: str, name: str) -> None:
        with self.classroom.database.write(TRAINER) as work:
            kiosks.rename(work, kiosk_id, name)

    def approve_key(self, state_folder: Path, name: str) -> None:
        """Have a kiosk approved before it ever starts."""
        make_private_folder(state_folder)
        device = DeviceKey.load_or_make(state_folder)
        with self.classroom.database.write(NOBODY) as work:
            kiosk = kiosks.enrol(work, EnrolmentRequest(public_key=device.public_key))
            kiosks.rename(work, kiosk.kiosk_id, name)
        self.approve_shown(device.fingerprint)

    def approve_shown(self, fingerprint: tuple[str, ...]) -> None:
        """Do what a person does who compares the words."""
        assert self.approve(self.kiosk_id_of(fingerprint), " ".join(fingerprint)) is ApprovalOutcome.APPROVED

    def create_account(self, name: str) -> str:
        with self.classroom.database.write(COMMAND) as work:
            return accounts.create(work, name).password

    def count(self, table: str) -> int:
        with self.classroom.database.read() as work:
            found = work.rows.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608
            return int(found)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        with self.classroom.database.read() as work:
            return [tuple(row) for row in work.rows.connection().exec_driver_sql(query)]

    def kiosk_id_of(self, fingerprint: tuple[str, ...]) -> str:
        with self.classroom.database.read() as work:
            return next(kiosk.kiosk_id for kiosk in kiosks.every(work) if kiosk.fingerprint == fingerprint)


def lease_number(giver: LeaseGiver) -> int:
    """Return the next number, had as a stream has it."""
    while (number := giver.number_at_hand()) is None:
        giver.reserve()
    return number


def open_room(folder: Path, *, made_at: datetime | None = None) -> Room:
    """Open the site and the database of a folder; made, now or as if at another time, where there are none."""
    settings = ServerSettings(folder, host="127.0.0.1", port=0)
    clock = Clock()
    site = keys.ensure(settings, [], made_at)
    if not settings.database_path.exists():
        replace_durably(settings.database_path, _tables_alone(), PRIVATE)
    database = commands.open_database(settings)
    database.clock = clock
    return Room(wire(settings, site, database), clock)


@functools.cache
def _tables_alone() -> bytes:
    """Return a database that every migration has been through, as a file: most of what making a room would take."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.sqlite"
        database = Database.at(path)
        config = alembic_config()
        with database.write(COMMAND) as work:
            config.attributes["connection"] = work.rows.connection()
            command.upgrade(config, "head")
        database.close()
        return path.read_bytes()


class ServedRoom(Room):
    """A room that answers on a port of this machine; once stopped, it may be started again on the same."""

    def __init__(self, room: Room, around: Callable[[ASGIApp], ASGIApp] | None = None) -> None:
        """`around` puts something of a test between the kiosks and the application."""
        super().__init__(room.parts, room.clock)
        # It may be stopped and started again, and nobody else gets the port meanwhile.
        self._held = held_port()
        self.port = number_of(self._held)
        self._around = around or (lambda app: app)
        self._server: HttpsServer | None = None
        self._clients: list[KioskClient] = []

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._server is not None and not self._server.should_exit

    def start(self) -> None:
        self._listening = listen("127.0.0.1", self.port)
        if self._server is not None:
            # What a server keeps in memory alone is gone with its program.
            self.parts = wire(self.parts.settings, self.parts.site, self.classroom.database)
        self._server = server = https_server(self.parts, self._around(create_app(self.parts)))
        self._thread = threading.Thread(target=server.run, kwargs={"sockets": [self._listening]})
        self._thread.start()
        eventually(lambda: server.started, "the server answers")

    def stop(self) -> None:
        for client in self._clients:
            client.http.close()
        assert self._server
        self._server.should_exit = True
        self._thread.join(LIMIT_SECONDS)
        self._listening.close()
        assert not self._thread.is_alive()

    def kiosk(self, *, approved: bool = True, name: str = "") -> KioskClient:
        client = KioskClient(self.url, self.ca_path)
        client.signer.now = self.clock
        self._clients.append(client)
        self.open_for_kiosks()
        if approved:
            kiosk_id = client.kiosk_id
            assert self.approve(kiosk_id, " ".join(client.words)) is ApprovalOutcome.APPROVED
            if name:
                self.rename(kiosk_id, name)
        return client

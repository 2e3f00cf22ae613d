"""A classroom for a test: a real site and database in a folder, served over real HTTPS from a thread of the test."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from classroom_server import commands
from classroom_server.accounts import service as accounts
from classroom_server.app import ServerParts, create_app, wire
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import Classroom
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.schemas import ApprovalOutcome
from classroom_server.learners import service as learners
from classroom_server.learners.schemas import PinSlip
from classroom_server.serving import listen
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.site import keys
from classroom_server.site.settings import ServerSettings
from tests.support.server.kiosk_client import KioskClient
from tests.support.waiting import LIMIT_SECONDS, eventually

TRAINER = Actor.account("trainer-of-the-test")


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
        (slip,) = learners.make_pin_slips(self.classroom.database, TRAINER, [learner.learner_id])
        return slip

    def cohort_id(self, name: str = "Mornings") -> str:
        with self.classroom.database.read() as work:
            return next(cohort.cohort_id for cohort in learners.cohorts(work) if cohort.name == name)

    def start_session(self, minutes: int = 60) -> ClassSession:
        with self.classroom.database.write(TRAINER) as work:
            return sessions.start(work, self.cohort_id(), minutes)

    def end_session(self, session: ClassSession) -> None:
        with self.classroom.database.write(TRAINER) as work:
            sessions.end(work, session.session_id)

    def approve(self, kiosk_id: str, typed: str) -> ApprovalOutcome:
        with self.classroom.database.write(TRAINER) as work:
            return kiosks.approve(work, kiosk_id, typed)

    def create_account(self, name: str) -> str:
        with self.classroom.database.write(TRAINER) as work:
            return accounts.create(work, name).password

    def count(self, table: str) -> int:
        with self.classroom.database.read() as work:
            found = work.rows.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608
            return int(found)


def open_room(folder: Path) -> Room:
    """Make a site and a database in a folder."""
    settings = ServerSettings(folder, host="127.0.0.1", port=0)
    clock = Clock()
    site = keys.ensure(settings, [])
    database = commands.open_database(settings)
    database.clock = clock
    return Room(wire(settings, site, database), clock)


class ServedRoom(Room):
    """A room that answers on a port of this machine."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parts, room.clock)
        self._listening = listen("127.0.0.1", 0)
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        tls_path = self.parts.settings.secrets_folder / "tls.pem"
        config = uvicorn.Config(
            create_app(self.parts), ssl_certfile=tls_path, ssl_keyfile=tls_path, log_config=None, http="h11"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]})
        self._clients: list[KioskClient] = []

    def start(self) -> None:
        self._thread.start()
        eventually(lambda: self._server.started, "the server answers")

    def stop(self) -> None:
        for client in self._clients:
            client.http.close()
        self._server.should_exit = True
        self._thread.join(LIMIT_SECONDS)
        self._listening.close()
        assert not self._thread.is_alive()

    def kiosk(self, *, approved: bool = True, name: str = "Kiosk") -> KioskClient:
        client = KioskClient(self.url, self.ca_path)
        self._clients.append(client)
        if approved:
            kiosk_id = client.enrol(name).kiosk_id
            assert self.approve(kiosk_id, " ".join(client.words)) is ApprovalOutcome.APPROVED
        return client

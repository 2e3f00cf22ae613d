"""The real classroom server, with a session open for one learner and a kiosk that it knows."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

from classroom_server.kiosks import service as kiosks
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.local import SignIn
from kiosk_agent.protocol.sessions import SignInRequest
from tests.support.link.kiosk_house import KioskHouse
from tests.support.link.way import Way
from tests.support.server.rooms import TRAINER, ServedRoom, open_room

# Its certificates ended long ago: no kiosk may look at that.
MADE_AT = datetime(2001, 1, 1, tzinfo=UTC)
# Longer than any clock of a test is turned forward.
SESSION_MINUTES = 12 * 60


class LinkRoom(ServedRoom):
    """One server for several tests; each begins with a session, a learner and a kiosk of its own."""

    def __init__(self, folder: Path, made_at: datetime | None = MADE_AT) -> None:
        """`made_at` is None where a browser looks too, which does look at dates."""
        self.way = Way()
        super().__init__(open_room(folder, made_at=made_at), around=self.way.leading_to)
        self._numbers = itertools.count(1001)

    def begin(self) -> None:
        """Open a session for a learner who was not here yet."""
        self.way.begin()
        self.learner = self.add_learner(str(next(self._numbers)))
        self.session = self.start_session(SESSION_MINUTES)
        self.open_for_kiosks()

    def end(self) -> None:
        """Leave nothing open that the next test would find."""
        if not self.is_running:
            self.start()
        if session := self.open_session():
            self.end_session(session)

    def sign_in(self, pin: str | None = None) -> SignIn:
        """Return what the learner types at a kiosk."""
        return SignIn(request=SignInRequest(number=self.learner.number, pin=pin or self.learner.pin, language="en"))

    def new_house(self, folder: Path, *, url: str | None = None) -> KioskHouse:
        """Return a kiosk that belongs to this server and was not here yet."""
        return KioskHouse.build(folder, url or self.url, self.ca_path, name=f"Seat {self.learner.number}")

    def house(self, folder: Path, *, url: str | None = None) -> KioskHouse:
        """Return a kiosk that was approved here long ago."""
        house = self.new_house(folder, url=url)
        self.approve_key(house.settings.state_path, house.settings.kiosk_name)
        return house

    def refuse(self, fingerprint: tuple[str, ...]) -> None:
        with self.classroom.database.write(TRAINER) as work:
            kiosks.refuse(work, self.kiosk_id_of(fingerprint))

    def sign_out(self, sign_in_id: str) -> None:
        with self.classroom.database.write(TRAINER) as work:
            assert sign_ins.end_by_staff(work, sign_in_id)

"""A classroom as the server's bench needs it: approved kiosks, a learner for each, and a trainer at the pages."""

import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import httpx

from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners import service as learners
from classroom_server.rooms import service as rooms
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.files import make_private_folder
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.protocol.enrolment import Approval
from tests.support.server.rooms import TRAINER, Room, open_room
from tests.support.waiting import LIMIT_SECONDS

TRAINER_NAME = "bench"
MINUTES = "300"
MORE_MINUTES = 10
_PASSWORD = "four quiet words, no more"  # noqa: S105 - of a server that ends with the bench
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_ENDS_AT = re.compile(r'name="ends_at" value="([^"]+)"')
_END = re.compile(r"/sessions/([0-9a-f-]{36})/end")
_ASK = re.compile(r'action="(/rooms/[0-9a-f-]{36}/attention)"')
_START = re.compile(r'action="(/rooms/[0-9a-f-]{36}/sessions)"')
_COHORT = re.compile(r'<option value="([0-9a-f-]{36})"')


@dataclass(frozen=True)
class Seat:
    """A kiosk with its key, and the learner who sits there."""

    device: DeviceKey
    kiosk_id: str
    learner_id: str


@dataclass(frozen=True)
class BenchClassroom:
    """A folder that a server can be started on."""

    room: Room
    seats: tuple[Seat, ...]
    one_time_password: str

    def sign_everybody_in(self, session_id: str) -> dict[str, str]:
        """Write a sign-in for each seat, without its PIN, which is slow on purpose; return kiosk -> sign-in."""
        made = {seat.kiosk_id: sign_in_at(seat.kiosk_id, session_id) for seat in self.seats}
        with self.room.classroom.database.write(TRAINER) as work:
            for seat in self.seats:
                work.rows.add(
                    SignInLine(
                        sign_in_id=made[seat.kiosk_id],
                        kiosk_id=seat.kiosk_id,
                        learner_id=seat.learner_id,
                        session_id=session_id,
                        language="en",
                        started_at=work.now,
                    )
                )
        return made


def sign_in_at(kiosk_id: str, session_id: str) -> str:
    """Return the one sign-in that there is at a kiosk in a session: the kiosks' process knows it too."""
    return str(uuid.uuid5(uuid.UUID(kiosk_id), session_id))


def fill(folder: Path, kiosks: int, states: Path | None = None) -> BenchClassroom:
    """Make a site whose `kiosks` are approved; each one's state is in a folder of its number, in `states`."""
    room = open_room(folder / "classroom")
    devices = []
    for number in range(kiosks):
        state = kiosk_folder(states or folder, number)
        make_private_folder(state)
        devices.append(DeviceKey.load_or_make(state))
    with room.classroom.database.write(TRAINER) as work:
        cohort_id, room_id = learners.add_cohort(work, "Mornings").cohort_id, rooms.every(work)[0].room_id
        found = [learners.add(work, cohort_id, f"{1000 + each}", f"Learner {each}") for each in range(kiosks)]
        seats = [
            Seat(device, str(uuid.uuid4()), learner.learner_id) for device, learner in zip(devices, found, strict=True)
        ]
        for number, seat in enumerate(seats):
            work.rows.add(
                KioskLine(
                    kiosk_id=seat.kiosk_id,
                    public_key=seat.device.public_key,
                    name=f"Kiosk {number:03}",
                    approval=Approval.APPROVED,
                    image_version="",
                    enrolled_at=work.now,
                    last_seen_at=work.now,
                )
            )
            work.rows.flush()
            rooms.put(work, seat.kiosk_id, room_id)
    return BenchClassroom(room, tuple(seats), room.create_account(TRAINER_NAME))


def kiosk_folder(folder: Path, number: int) -> Path:
    """Return where a kiosk keeps its state."""
    return folder / f"kiosk-{number}"


class TrainersBrowser:
    """A trainer at the pages, by their forms."""

    def __init__(self, url: str, classroom: BenchClassroom) -> None:
        self.http = httpx.Client(
            base_url=url, verify=pinned_context(classroom.room.ca_path), timeout=LIMIT_SECONDS, follow_redirects=True
        )
        first = classroom.one_time_password
        self._post("/sign-in", "/sign-in", name=TRAINER_NAME, password=first)
        self._post("/password", "/password", old=first, new=_PASSWORD, again=_PASSWORD)

    def page(self) -> str:
        """Return the room page."""
        answer = self.http.get("/")
        assert answer.is_success, answer.text
        return answer.text

    def start_session(self) -> str:
        """Open the kiosks; return the session."""
        page = self.page()
        (cohort_id,), (start,) = _COHORT.findall(page), _START.findall(page)
        shown = self._post("/", start, cohort_id=cohort_id, minutes=MINUTES)
        found: list[str] = _END.findall(shown)
        return found[0]

    def end_request(self, session_id: str) -> httpx.Request:
        """Return what ends it, ready to be sent."""
        return self._request(f"/sessions/{session_id}/end", self.page())

    def extend_request(self, session_id: str) -> httpx.Request:
        """Return what lets it end later, ready to be sent."""
        page = self.page()
        (ends_at,) = _ENDS_AT.findall(page)
        return self._request(f"/sessions/{session_id}/minutes", page, more=str(MORE_MINUTES), ends_at=ends_at)

    def attention_request(self) -> httpx.Request:
        """Return what asks the whole room to look up, ready to be sent."""
        page = self.page()
        (ask,) = _ASK.findall(page)
        return self._request(ask, page, minutes="2", form_name=str(uuid.uuid4()))

    def _request(self, path: str, page: str, **fields: str) -> httpx.Request:
        (token, *_) = _TOKEN.findall(page)
        return self.http.build_request("POST", path, data={"form_token": token, **fields})

    def _post(self, page: str, path: str, **fields: str) -> str:
        (token, *_) = _TOKEN.findall(self.http.get(page).text)
        answer = self.http.post(path, data={"form_token": token, **fields})
        assert answer.is_success, answer.text
        return answer.text

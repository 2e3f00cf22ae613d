"""A recorder of presence by itself, a kiosk, and the seconds that a test counts."""

from datetime import timedelta

from classroom_server.core.live.presence import Heard, HeldStream, Presence
from classroom_server.presence import service
from classroom_server.presence.recorder import PresenceRecorder
from classroom_server.presence.schemas import PresenceInterval
from tests.support.server.rooms import TRAINER, Room

EVERYTHING_BACK = timedelta(days=30)


class Line:
    """The way to a kiosk: heard whenever the test looks, until it is pulled."""

    def __init__(self, recorded: "Recorded") -> None:
        self._recorded = recorded
        self.pulled_at: float | None = None

    def heard(self) -> Heard:
        if self.pulled_at is None:
            return Heard(self._recorded.seconds, is_owed=False)
        return Heard(self.pulled_at, is_owed=True)


class Recorded:
    """A recorder, a kiosk, and the seconds that go by."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.seconds = 1000.0
        self.asleep = 0.0
        room.clock.stop()
        self.began_at = room.clock()
        room.open_for_kiosks()
        self.kiosk_id = self.new_kiosk()
        self.presence = Presence(lambda: self.seconds)
        self.recorder = self.new_recorder()

    def new_kiosk(self) -> str:
        with self.room.classroom.database.write(TRAINER) as work:
            number = self.room.count("kiosks")
            work.rows.connection().exec_driver_sql(
                "INSERT INTO kiosks (kiosk_id, public_key, name, folded_name, approval, image_version, enrolled_at, "
                "last_seen_at) VALUES (?, ?, ?, ?, 'approved', '', '2030-01-01 00:00:00.0', '2030-01-01 00:00:00.0')",
                tuple(f"{what} {number}" for what in ("id", "key", "name", "name")),
            )
        return f"id {number}"

    def new_recorder(self) -> PresenceRecorder:
        return PresenceRecorder(self.room.classroom.database, self.presence, lambda: self.seconds, lambda: self.asleep)

    def connect(self, kiosk_id: str = "") -> tuple[HeldStream, Line]:
        line = Line(self)
        return self.presence.connect(kiosk_id or self.kiosk_id, self.room.clock(), line.heard), line

    def disconnect(self, stream: HeldStream) -> None:
        self.presence.disconnect(stream, self.room.clock())

    def pass_time(self, seconds: float) -> None:
        """Let time go by, with housekeeping's look each second."""
        for _ in range(round(seconds)):
            self.skip_time(1)
            self.recorder.record()

    def skip_time(self, seconds: float) -> None:
        """Let time go by without any look."""
        self.seconds += seconds
        self.room.clock.ahead += timedelta(seconds=seconds)

    def intervals(self, kiosk_id: str = "") -> tuple[PresenceInterval, ...]:
        with self.room.classroom.database.read() as work:
            return service.intervals(
                work, kiosk_id or self.kiosk_id, self.began_at - EVERYTHING_BACK, self.began_at + EVERYTHING_BACK
            )

    def lengths(self) -> list[float]:
        return [(each.heard_at - each.from_at).total_seconds() for each in self.intervals()]

    def seconds_there(self, begin: float, end: float) -> float:
        with self.room.classroom.database.read() as work:
            moments = [self.began_at + timedelta(seconds=each) for each in (begin, end)]
            return service.seconds_there(work, self.kiosk_id, *moments)

"""A lesson in which somebody looks at a learner's screen, by the pages' own stream."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.screens import CellStyle, ScreenFrame, ScreenShown, ScreenWatch, pack
from kiosk_agent.protocol.sessions import StreamEvent
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient

TEXT = "only_on_the_screen=4711"
STYLE = CellStyle(ink="#ffffff", ground="#000000")


def frame(text: str = TEXT) -> ScreenFrame:
    return ScreenFrame(columns=80, styles=(STYLE,), rows=(((text, len(text), 0),), ((" ", 80, 0),)))


class Lesson:
    """A learner at a kiosk, and the stream that their kiosk holds."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        self.room_id = served.first_room_id()
        slip = served.add_learner("1001")
        self.session = served.start_session()
        self.kiosk = served.kiosk()
        self.kiosk_id = self.kiosk.kiosk_id
        self.sign_in = self.kiosk.sign_in("1001", slip.pin)
        self.page = f"/rooms/{self.room_id}/kiosks/{self.kiosk_id}/screen"

    def said(
        self, events: Iterator[tuple[str, str]], is_meant: Callable[[ScreenWatch], bool] = lambda _watch: True
    ) -> ScreenWatch:
        """Return the next word of who looks that is meant: each is said again every few seconds while it is so."""
        words = (ScreenWatch.model_validate_json(data) for name, data in events if name == StreamEvent.SCREEN_WATCH)
        return next(filter(is_meant, words))

    def over(self, events: Iterator[tuple[str, str]]) -> ScreenWatch:
        """Return the word that nobody looks any more."""
        return self.said(events, lambda watch: watch.seconds == 0)

    def said_every(self, events: Iterator[tuple[str, str]], seconds: float) -> ScreenWatch:
        """Return the next word of a look that shall be shown as often as this."""
        return self.said(events, lambda watch: watch.every_seconds == seconds)

    def show(self, watch: ScreenWatch, text: str = TEXT) -> httpx.Response:
        shown = ScreenShown(watch_id=watch.watch_id, sign_in_id=self.sign_in.sign_in_id, frame=frame(text))
        return self.kiosk.post(SCREENS_PATH, pack(shown))

    def trainer(self, name: str = "Ana") -> TrainerClient:
        return TrainerClient.signed_in(self.served.url, self.served, name)

    def log(self) -> list[tuple[str, str, str]]:
        with self.served.classroom.database.read() as work:
            rows = audit.page(work)
        screens = {Action.SCREEN_WATCHED, Action.SCREEN_LEFT}
        return [(row.action, row.actor, row.subject) for row in reversed(rows) if row.action in screens]


class Looking:
    """One open stream of a page, read in a thread."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []
        self.closed = threading.Event()

    def read(self, lines: Iterator[str]) -> None:
        name = ""
        try:
            for line in lines:
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.events.append((name, line.removeprefix("data: ")))
                elif line == "data:":
                    self.events.append((name, ""))
        except httpx.HTTPError:
            pass  # the page is closed
        self.closed.set()


@contextmanager
def looking(trainer: TrainerClient, address: str) -> Iterator[Looking]:
    look = Looking()
    with trainer.http.stream("GET", address) as answer:
        assert answer.status_code == 200, answer.read()
        reading = threading.Thread(target=look.read, args=(answer.iter_lines(),))
        reading.start()
        try:
            yield look
        finally:
            # As a browser goes that is closed; closing it here would not wake who reads. The server may go first.
            with suppress(OSError):
                answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            reading.join()

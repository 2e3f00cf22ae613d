"""A class under way on the real program, for whatever happens to it."""

from classroom_server.attempts import service as attempts
from tests.support.server.kiosk_client import attempt
from tests.support.server.running_server import RunningServer
from tests.support.server.trainer_client import TrainerClient


class Lesson:
    """A class under way: a learner at a kiosk, and a trainer at the page."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.trainer = TrainerClient.signed_in(server.url, server.room)
        slip = server.room.add_learner("7")
        self.kiosk = server.kiosk()
        self.session = server.room.start_session()
        self.sign_in_id = self.kiosk.sign_in("7", slip.pin).sign_in_id
        self.token = self.trainer.form_token()

    def goes_on(self) -> None:
        """An attempt arrives, and the trainer's End session is done in time."""
        event = self.kiosk.event(self.sign_in_id, attempt("mine"))
        self.kiosk.send(event)
        self.trainer.end_session(self.session.session_id, self.token)
        with self.server.room.classroom.database.read() as work:
            assert event.event_id in [each.attempt_id for each in attempts.latest(work)]

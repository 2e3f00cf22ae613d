"""A kiosk's agent and runner as the tutor meets them: real sockets and wire models, answers made up on the spot.

The tutor's own figures and its contract are measured against these, so that no jail and no network is in them.
"""

import asyncio
import json
import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kiosk_agent.link.state.signed_in import fitting, newest
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import DraftSaved, EventBody
from kiosk_agent.protocol.framing import read_line, write_line
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import (
    AgentReply,
    AgentRequest,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    Judged,
    KioskState,
    Record,
    RunnerReply,
    RunnerRequest,
    ShowScreen,
    SignedIn,
    SignIn,
    SignOut,
)
from kiosk_agent.protocol.results import Judgement, ReportedTest, Results, Submission, Verdict
from kiosk_agent.protocol.screens import FULL_SECONDS, WATCH_SECONDS, ScreenShown, ScreenWatch
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft
from tests.support.judgements import judgement_of
from tests.support.work import text_of

if TYPE_CHECKING:
    from pydantic import BaseModel

LEARNER = CurrentSignIn(sign_in_id="s1", learner_id="l1", display_name="Learner One", must_change_pin=False)
SAY_AGAIN_SECONDS = 5.0
STUB = "export function total(boxes) {\n  return 0;\n}\n"
_SETTINGS = """
server_url = "https://127.0.0.1:8443"
ca_path = "{folder}/ca.pem"
built_at = 2026-11-01T00:00:00Z
state_path = "{folder}/state"
agent_socket = "{folder}/agent.sock"
runner_socket = "{folder}/runner.sock"
tracks_path = "{tracks}"
policies_path = "{folder}/policies"
node_modules_path = "{folder}/node_modules"
tutor_account = "learner"
"""


def judge(submission: Submission) -> Judgement:
    """Accept what holds a "+"."""
    passes = "+" in text_of(submission.files)
    return judgement_of(
        Verdict.ACCEPTED if passes else Verdict.WRONG_ANSWER,
        results=Results(
            status="pass" if passes else "fail",
            tests=(ReportedTest(name="adds up", status="pass" if passes else "fail", message="Expected: 7"),),
        ),
        output="\x1b]0;title\x07[bold]seven[/bold]\n",
        milliseconds=24,
    )


class TutorKiosk:
    """Use it as a context manager: while it is entered, its sockets answer from a thread of its own."""

    def __init__(
        self,
        folder: Path,
        condition: Condition = Condition.OPEN,
        *,
        tracks: Path | None = None,
        stub: str = STUB,
        is_watched: bool = False,
    ) -> None:
        """Have the `tracks` of that folder on it, or else one of a single exercise with that `stub`.

        `is_watched` by somebody.
        """
        self.settings = folder / "kiosk.toml"
        self.recorded: list[EventBody] = []
        self.judged: list[Submission] = []
        self.shown: list[ScreenShown] = []
        """Each frame of the screen, as it would be sent."""
        self._watch_id = str(uuid.uuid4()) if is_watched else None
        self._folder = folder
        self._tracks = tracks
        self._stub = stub
        self._drafts: tuple[KeptDraft, ...] = ()
        self._condition = condition
        self._learner: CurrentSignIn | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        tracks = self._tracks or self._folder / "tracks"
        self.settings.write_text(_SETTINGS.format(folder=self._folder, tracks=tracks), encoding="utf-8")
        if self._tracks is None:
            _write_track(tracks / "javascript", self._stub)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(timeout=10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    @property
    def is_signed_in(self) -> bool:
        """Tell whether somebody is."""
        return self._learner is not None

    def tell(self, condition: Condition) -> None:
        """Push a state."""
        self._condition = condition
        asyncio.run_coroutine_threadsafe(self._push(), self._loop).result(timeout=10)

    async def _serve(self) -> None:
        limit = LOCAL_MESSAGE_BYTES
        await asyncio.start_unix_server(self._be_agent, self._folder / "agent.sock", limit=limit)
        await asyncio.start_unix_server(self._be_runner, self._folder / "runner.sock", limit=limit)
        if self._watch_id is not None:
            self._saying_again = asyncio.create_task(self._say_again())

    async def _stop(self) -> None:
        ours = asyncio.all_tasks() - {asyncio.current_task()}
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)

    def _state(self) -> KioskState:
        return KioskState(
            condition=self._condition,
            kiosk_name="Kiosk 04",
            approval=Approval.APPROVED,
            fingerprint=("lusab", "babad", "gutih", "tugad", "mudof", "sakat"),
            server_answers=True,
            waiting_events=0,
            server_time=datetime.now(UTC),
            session_title="Monday group",
            seconds_left=2400.0,
            learner=self._learner,
            watch=self._watch(),
        )

    def _watch(self) -> ScreenWatch | None:
        if self._watch_id is None or self._learner is None:
            return None
        return ScreenWatch(watch_id=self._watch_id, every_seconds=FULL_SECONDS, seconds=WATCH_SECONDS)

    async def _say_again(self) -> None:
        """Say who looks as often as a server does."""
        while True:
            await asyncio.sleep(SAY_AGAIN_SECONDS)
            await self._push()

    async def _push(self) -> None:
        for writer in self._writers:
            await write_line(writer, self._state())

    async def _be_agent(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        await write_line(writer, self._state())
        while (line := await _next_line(reader)) is not None:
            request = AgentRequest.model_validate_json(line)
            match request.body:
                case SignIn():
                    self._learner, self._condition = LEARNER, Condition.SIGNED_IN
                    body: BaseModel = SignedIn(sign_in=LEARNER)
                case SignOut():
                    self._learner, self._condition = None, Condition.OPEN
                    body = Done()
                case Record(body=event):
                    self._keep(event)
                    body = Done()
                case Drafts():
                    body = DraftsFound(drafts=fitting(self._drafts, LEARNER.last_exercise))
                case ShowScreen(watch_id=watch_id, frame=frame):
                    self.shown.append(ScreenShown(watch_id=watch_id, sign_in_id=LEARNER.sign_in_id, frame=frame))
                    body = Done()
                case _:
                    body = Done()
            await write_line(writer, AgentReply.model_validate({"request_id": request.request_id, "body": body}))
            if isinstance(request.body, SignIn | SignOut):
                await self._push()
        self._writers.discard(writer)
        writer.close()

    def _keep(self, event: EventBody) -> None:
        self.recorded.append(event)
        if isinstance(event, DraftSaved):
            now = datetime.now(UTC)
            draft = KeptDraft(track=event.track, exercise=event.exercise, files=event.files, saved_at=now)
            self._drafts = newest(self._drafts, (draft,))

    async def _be_runner(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (line := await _next_line(reader)) is not None:
            request = RunnerRequest.model_validate_json(line)
            self.judged.append(request.submission)
            reply = RunnerReply(request_id=request.request_id, body=Judged(judgement=judge(request.submission)))
            await write_line(writer, reply)
        writer.close()


async def _next_line(reader: asyncio.StreamReader) -> bytes | None:
    """Return the next line, or None also when the tutor was killed in the middle of its work."""
    try:
        return await read_line(reader)
    except ConnectionResetError:
        return None


def _write_track(folder: Path, stub: str) -> None:
    """Write a track of one exercise, in the least that Exercism's layout asks for."""
    exercise = folder / "exercises" / "practice" / "stock-count"
    for part in (".docs", ".meta"):
        (exercise / part).mkdir(parents=True)
    _write(exercise / ".docs" / "instructions.md", "Write `total(boxes)`.")
    _write(exercise / "stock-count.js", stub)
    _write(exercise / "stock-count.spec.js", "")
    files = {"solution": ["stock-count.js"], "test": ["stock-count.spec.js"], "example": [".meta/proof.js"]}
    _write(exercise / ".meta" / "config.json", json.dumps({"authors": [], "blurb": "", "files": files}))
    entry = {"slug": "stock-count", "name": "Stock count", "uuid": "1", "practices": [], "prerequisites": []}
    exercises = {"concept": [], "practice": [entry]}
    _write(folder / "config.json", json.dumps({"language": "JavaScript", "slug": "javascript", "exercises": exercises}))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

"""Answers what the tutor asks: sign in, keep this, sign out. Every refusal is a Problem with a next step."""

import asyncio
import logging
from typing import assert_never

from kiosk_agent.errors import ServerUnreachable, StorageFull
from kiosk_agent.link.outbox.disk import DiskThread
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.link.server.screen_line import ScreenLine
from kiosk_agent.link.server.server import ClassroomServer, ServerRefused
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.link.state.signed_in import SignedInLearner, fitting, newest
from kiosk_agent.link.tutor.allowance import Allowance
from kiosk_agent.protocol.acts.orders import ActOutcome, event_id_of
from kiosk_agent.protocol.events import ActDone, AttemptMade, DraftSaved, EventBody, JailFaulted, SignedOut
from kiosk_agent.protocol.local import (
    AgentAnswer,
    AgentRequest,
    ChangePin,
    Done,
    Drafts,
    DraftsFound,
    Record,
    RefusedReply,
    ShowScreen,
    SignedIn,
    SignIn,
    SignOut,
)
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft, PinChange, SignInRequest
from kiosk_agent.protocol.work_files import over_size

logger = logging.getLogger(__name__)
# Signing out does not wait longer for the server; what it did not get stays in the outbox.
FLUSH_SECONDS = 3.0
# Longer than the tutor waits for a run: what a learner handed in before they left is theirs when its verdict comes.
LATE_WORK_SECONDS = 120.0


class KioskRefused(Exception):
    """The kiosk itself says no."""

    def __init__(self, code: ProblemCode, message: str, hint: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message, hint=hint, retry_after_seconds=retry_after_seconds)


class TutorRequests:
    """Answers them, for one learner at a time."""

    def __init__(
        self,
        kiosk: ThisKiosk,
        server: ClassroomServer,
        uplink: Uplink,
        outbox: Outbox,
        disk: DiskThread,
        screens: ScreenLine,
    ) -> None:
        self._kiosk = kiosk
        self._server = server
        self._uplink = uplink
        self._outbox = outbox
        self._disk = disk
        self._screens = screens
        self._sign_in_changes = asyncio.Lock()
        self._left: list[tuple[CurrentSignIn, float]] = []
        """Who left here lately, and until when work of theirs is taken, by the boot clock."""
        # The screen saves once a second and runs by hand; more than this is no learner typing.
        self._records = Allowance(kiosk.boot.seconds, burst=40, a_second=10)
        self._sign_ins = Allowance(kiosk.boot.seconds, burst=5, a_second=1)
        self._frames = Allowance(kiosk.boot.seconds, burst=3, a_second=1 / FULL_SECONDS)

    async def answer(self, request: AgentRequest) -> AgentAnswer:
        """Do what was asked and return what to say."""
        try:
            await self._leave_to(request.tutor_id)
            return await self._do(request)
        except KioskRefused as refusal:
            return RefusedReply(problem=refusal.problem)
        except ServerRefused as refusal:
            return RefusedReply(problem=refusal.problem)
        except ServerUnreachable as fault:
            return _refusal(ProblemCode.SERVER_UNREACHABLE, fault)
        except StorageFull as fault:
            logger.error("%s", fault.message)  # noqa: TRY400 - where it was raised says nothing more
            return _refusal(ProblemCode.STORAGE_FULL, fault)

    async def _leave_to(self, tutor_id: str) -> None:
        """Sign out whoever signed in at a tutor that is no more: the next one opens their work with their PIN alone."""
        signed_in = self._kiosk.signed_in
        if signed_in is not None and signed_in.tutor_id != tutor_id:
            async with self._sign_in_changes:
                if self._kiosk.signed_in is signed_in:
                    logger.warning("another tutor asks: the sign-in at the last one is ended")
                    await self._leave()

    async def _do(self, request: AgentRequest) -> AgentAnswer:
        match body := request.body:
            case Record():
                await self._record(body)
                return Done()
            case SignIn():
                async with self._sign_in_changes:
                    return SignedIn(sign_in=await self._sign_in(body.request, request.tutor_id))
            case ChangePin():
                async with self._sign_in_changes:
                    await self._change_pin(body.request)
                return Done()
            case SignOut():
                async with self._sign_in_changes:
                    await self._leave()
                await self._uplink.flush(FLUSH_SECONDS)
                return Done()
            case Drafts():
                return DraftsFound(drafts=fitting(self._kiosk.drafts, self._learner().last_exercise))
            case ShowScreen():
                self._show(body)
                return Done()
            case _:
                assert_never(body)

    def _show(self, shown: ShowScreen) -> None:
        _allow(self._frames)
        if not self._screens.show(shown):
            raise KioskRefused(ProblemCode.REQUEST_INVALID, "nobody looks at this screen", "wait until somebody does")

    async def close_when_due(self) -> None:
        """Sign out for good whoever's sign-in has ended, once the time for a last draft is over."""
        signed_in = self._kiosk.signed_in
        if signed_in and signed_in.closing_at is not None and self._kiosk.boot.seconds() >= signed_in.closing_at:
            async with self._sign_in_changes:
                await self._leave()

    async def nobody_is_in(self) -> None:
        """Return when nobody is signed in here, and their sign-out is on the disk."""
        while self._kiosk.signed_in is not None:
            await self._kiosk.changes.listen().wait()
        await self.settled()

    async def settled(self) -> None:
        """Return when nobody comes or leaves just now: who has left is on the disk as gone."""
        async with self._sign_in_changes:
            return

    async def resume(self) -> None:
        """Put what an earlier agent of this boot recorded over what it remembered."""
        if signed_in := self._kiosk.signed_in:
            self._kiosk.set_drafts(newest(self._kiosk.drafts, await self._own_drafts(signed_in.sign_in)))

    async def _sign_in(self, request: SignInRequest, tutor_id: str) -> CurrentSignIn:
        signed_in = self._kiosk.signed_in
        # At another tutor: that one died while the server thought, and this one's PIN waited behind its.
        if self._kiosk.learner and signed_in is not None and signed_in.tutor_id == tutor_id:
            raise KioskRefused(ProblemCode.REQUEST_INVALID, "somebody is signed in at this kiosk", "sign out first")
        _allow(self._sign_ins)
        if self._kiosk.leases.lease is None or self._kiosk.goes_down is not None:
            raise _no_session()
        await self._leave()
        reply = await self._server.sign_in(request)
        sign_in = CurrentSignIn.model_validate(reply.model_dump(exclude={"drafts"}))
        drafts = newest(reply.drafts, await self._own_drafts(sign_in))
        lease = self._kiosk.leases.lease
        if lease is None or self._kiosk.goes_down is not None:  # it ended while the server thought
            await self._uplink.record(SignedOut(), learner=sign_in)
            raise _no_session()
        signed_in = SignedInLearner(session_id=lease.session_id, tutor_id=tutor_id, sign_in=sign_in)
        self._kiosk.set_signed_in(signed_in, drafts)
        return sign_in

    async def _own_drafts(self, learner: CurrentSignIn) -> tuple[KeptDraft, ...]:
        """Return those that the server has not got yet."""
        return await self._disk.run(self._outbox.drafts, learner.learner_id)

    async def _change_pin(self, change: PinChange) -> None:
        learner = self._learner()
        await self._server.change_pin(learner.sign_in_id, change)
        signed_in = self._kiosk.signed_in
        if signed_in and signed_in.sign_in.sign_in_id == learner.sign_in_id:
            changed = signed_in.sign_in.model_copy(update={"must_change_pin": False})
            self._kiosk.set_signed_in(signed_in.model_copy(update={"sign_in": changed}))

    async def _record(self, request: Record) -> None:
        _allow(self._records)
        body = request.body
        _check_size(body)
        # A lease may have ended since the last look: what is handed in then is a last word, and not a stranger's.
        self._kiosk.review()
        learner = self._author(request)
        if isinstance(body, ActDone) and self._is_of_machine(body):
            # Whoever sits at the screen does not say that the machine has restarted.
            raise KioskRefused(ProblemCode.REQUEST_INVALID, "this act is not the screen's to answer", "leave it")
        await self._uplink.record(body, event_id=self._event_id(request), learner=learner)
        if isinstance(body, ActDone):
            self._kiosk.note_done(body.act_id)
        signed_in = self._kiosk.signed_in
        if signed_in and learner and signed_in.sign_in.sign_in_id == learner.sign_in_id:
            self._follow(signed_in, body)

    def _is_of_machine(self, said: ActDone) -> bool:
        power = self._kiosk.orders.power()
        return said.outcome is ActOutcome.DONE or (power is not None and power.act_id == said.act_id)

    def _event_id(self, request: Record) -> str | None:
        """Return the id that an event is told by once; what is asked of a kiosk is answered once over all its boots."""
        enrolment = self._kiosk.enrolment
        if isinstance(request.body, ActDone) and enrolment is not None:
            return event_id_of(enrolment.kiosk_id, request.body.act_id)
        return request.event_id

    def _follow(self, signed_in: SignedInLearner, body: EventBody) -> None:
        if isinstance(body, DraftSaved):
            now = self._kiosk.clock.now()
            draft = KeptDraft(track=body.track, exercise=body.exercise, files=body.files, saved_at=now)
            self._kiosk.set_drafts(newest(self._kiosk.drafts, (draft,)))
        else:
            self._kiosk.signed_in = signed_in.after(body)
            self._kiosk.remember()

    def _author(self, request: Record) -> CurrentSignIn | None:
        signed_in, body, named = self._kiosk.signed_in, request.body, request.sign_in_id
        if isinstance(body, JailFaulted | ActDone):
            return self._kiosk.learner
        if isinstance(body, SignedOut):
            raise KioskRefused(ProblemCode.REQUEST_INVALID, "a sign-out is not recorded but asked for", "send sign_out")
        if isinstance(body, DraftSaved | AttemptMade):
            closing = [signed_in.sign_in] if signed_in and signed_in.closing_at is not None else []
            late = [one for one, until in self._left if named and self._kiosk.boot.seconds() < until]
            if author := next((one for one in (*closing, *late) if named in (None, one.sign_in_id)), None):
                return author
        learner = self._learner()
        if named not in (None, learner.sign_in_id):
            raise KioskRefused(ProblemCode.SIGN_IN_UNKNOWN, "that sign-in has ended", "sign in again")
        return learner

    def _learner(self) -> CurrentSignIn:
        if self._kiosk.learner is None:
            raise KioskRefused(ProblemCode.SIGN_IN_UNKNOWN, "nobody is signed in at this kiosk", "sign in")
        return self._kiosk.learner

    async def _leave(self) -> None:
        if (signed_in := self._kiosk.signed_in) is None:
            return
        self._kiosk.set_signed_in(None, drafts=())
        now = self._kiosk.boot.seconds()
        self._left = [(one, until) for one, until in self._left if now < until]
        self._left.append((signed_in.sign_in, now + LATE_WORK_SECONDS))
        try:
            await self._uplink.record(SignedOut(), learner=signed_in.sign_in)
        except StorageFull as fault:
            # Nobody is signed in here all the same; the server ends the sign-in by itself in time.
            logger.warning("a sign-out could not be kept: %s", fault.message)


def _allow(allowance: Allowance) -> None:
    if (wait_seconds := allowance.take()) > 0:
        raise KioskRefused(ProblemCode.SLOW_DOWN, "too many requests at once", "wait a moment", wait_seconds)


def _check_size(body: EventBody) -> None:
    files = body.files if isinstance(body, DraftSaved) else {}
    if isinstance(body, AttemptMade):
        files = body.submission.files
    if over := over_size(files):
        raise KioskRefused(ProblemCode.REQUEST_TOO_LARGE, over, "make the program shorter")


def _no_session() -> KioskRefused:
    return KioskRefused(ProblemCode.NO_SESSION, "no session is open for this kiosk", "ask the trainer to open one")


def _refusal(code: ProblemCode, fault: ServerUnreachable | StorageFull) -> RefusedReply:
    return RefusedReply(problem=Problem(code=code, message=fault.message, hint=fault.hint))

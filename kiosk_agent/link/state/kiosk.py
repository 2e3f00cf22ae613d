"""What this kiosk is at this moment. The loops change it, the tutor's socket shows it; it talks to nobody itself."""

import logging
from datetime import UTC
from pathlib import Path

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.change_signal import ChangeSignal
from kiosk_agent.link.state.clock import ServerClock
from kiosk_agent.link.state.identity import DeviceKey, Enrolment
from kiosk_agent.link.state.lease import LeaseForged, LeaseKeeper, open_terms
from kiosk_agent.link.state.log_witness import LogWitness
from kiosk_agent.link.state.memory import DraftMemory, Memory
from kiosk_agent.link.state.orders import OrdersKeeper, open_orders
from kiosk_agent.link.state.signed_in import SignedInLearner
from kiosk_agent.link.state.watching import ScreenWatching
from kiosk_agent.protocol.acts.orders import ActKind, ExerciseOrder, Orders
from kiosk_agent.protocol.enrolment import Approval, EnrolmentReply
from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.protocol.screens import ScreenWatch
from kiosk_agent.protocol.sessions import Closed, CurrentSignIn, KeptDraft, SessionLease

logger = logging.getLogger(__name__)
# The screen that goes dark has up to a second of typing left to hand in.
LAST_WORDS_SECONDS = 5.0


class ThisKiosk:
    """Its identity, its clock, its lease, and who is signed in at it."""

    def __init__(
        self,
        *,
        device: DeviceKey,
        clock: ServerClock,
        boot: Boot,
        state_folder: Path,
        memory_folder: Path,
        development: bool,
    ) -> None:
        """`memory_folder` is for what a power cut shall take: /run."""
        self.device = device
        self.clock = clock
        self.boot = boot
        self.changes = ChangeSignal()
        self.waiting_events = 0
        self.held_sign_ins: frozenset[str] = frozenset()
        """Those of which something cannot be sent."""
        self.server_answers = False
        self.approval: Approval | None = None
        """What the server said to this very run of the agent."""
        self.enrolment_closed = False
        self.enrolment = Enrolment.load(state_folder, device)
        self._state_folder = state_folder
        self._memory_folder = memory_folder
        self._development = development
        memory = Memory.load(memory_folder, boot)
        if memory.anchor:
            clock.resume(memory.anchor)
        self.leases = LeaseKeeper(boot, memory.holding)
        self.orders = OrdersKeeper(boot, memory.orders)
        self.witness = LogWitness(state_folder, boot)
        self.signed_in = memory.signed_in
        kept = DraftMemory.load(memory_folder, boot)
        self.drafts = kept.drafts if self.signed_in and kept.sign_in_id == self.signed_in.sign_in.sign_in_id else ()
        """The newest of each exercise of who is signed in, as far as this kiosk knows."""
        self.goes_down: ActKind | None = None
        """That this machine is about to restart or to go off, by order."""
        self._watching = ScreenWatching(boot.seconds)
        self._reviewed: tuple[object, ...] = ()

    # --- what the server says ------------------------------------------------------------------------------------

    def on_contact(self, *, answers: bool) -> None:
        """Take note of whether the server answered."""
        if answers:
            self.leases.heard()
        if answers != self.server_answers:
            logger.info("the classroom server %s", "answers" if answers else "does not answer")
            self.server_answers = answers
            self.changes.send()

    def enrolled(self, reply: EnrolmentReply) -> None:
        """Take the server's word on this kiosk. Raises StorageFull."""
        if reply.approval is Approval.APPROVED:
            self.enrolment = Enrolment.learn(self._state_folder, self.device, reply, self.enrolment)
        else:
            self._withdraw()
        if reply.approval is not self.approval:
            logger.info("this kiosk is %s", reply.approval)
        self.approval = reply.approval
        self.enrolment_closed = False
        self._changed()

    def disowned(self, *, enrolment_closed: bool = False) -> None:
        """Lock: the server does not know this kiosk any more, or no longer lets it in, or takes no new ones now."""
        self.approval = Approval.PENDING
        self.enrolment_closed = enrolment_closed
        self._withdraw()
        self._changed()

    def _withdraw(self) -> None:
        self.leases.withdraw()
        self.orders.withdraw()

    def take_terms(self, token: str) -> SessionLease | Closed | None:
        """Take a lease or its end, and return it if it is the server's word to this kiosk."""
        if self.enrolment is None:
            return None
        try:
            terms = open_terms(
                token, lease_public_key=self.enrolment.lease_public_key, kiosk_id=self.enrolment.kiosk_id
            )
        except LeaseForged:
            logger.exception("the server's stream carried a lease that is not trusted")
            return None
        if self.leases.accept(terms):
            self._changed()
        return terms

    def take_orders(self, token: str) -> Orders | None:
        """Take what staff ask of this kiosk, and return it if it is the server's word and newer than the last one."""
        if self.enrolment is None:
            return None
        try:
            orders = open_orders(
                token, lease_public_key=self.enrolment.lease_public_key, kiosk_id=self.enrolment.kiosk_id
            )
        except LeaseForged:
            logger.exception("the server's stream carried orders that are not trusted")
            return None
        if not self.orders.accept(orders):
            return None
        self._changed()
        return orders

    def note_done(self, act_id: str) -> None:
        """Note that what was asked is answered, and that the answer is on the disk."""
        self.orders.note_done(act_id)
        self._changed()

    def take_log_head(self, said: str) -> None:
        """Take what the server says of its log, to be shown to it at the next link."""
        if self.enrolment is not None:
            self.witness.take(said, self.enrolment.lease_public_key)

    def take_watch(self, said: str) -> None:
        """Take whether somebody sees this screen."""
        self._watching.take(said)
        self.changes.send()

    def end_watch(self) -> None:
        """Take note that nothing can be seen of this screen until the server says again that somebody looks."""
        self._watching.end()
        self.changes.send()

    # --- who is signed in ----------------------------------------------------------------------------------------

    @property
    def learner(self) -> CurrentSignIn | None:
        """Who is signed in and may work."""
        if self.signed_in is None or self.signed_in.closing_at is not None or self.leases.lease is None:
            return None
        return self.signed_in.sign_in

    @property
    def screen_watch(self) -> ScreenWatch | None:
        """How somebody sees the screen of who is signed in; nobody sees one where a PIN is chosen."""
        learner = self.learner
        return None if learner is None or learner.must_change_pin else self._watching.now()

    def set_signed_in(self, signed_in: SignedInLearner | None, drafts: tuple[KeptDraft, ...] | None = None) -> None:
        """Note who is signed in here now, or that nobody is; and their drafts, when those changed too."""
        self.signed_in = signed_in
        if drafts is not None:
            self.set_drafts(drafts)
        self._changed()

    def end_sign_in(self) -> None:
        """End the sign-in of whoever has one; a last draft may come for some seconds more."""
        if self.signed_in and self.signed_in.closing_at is None:
            closing_at = self.boot.seconds() + LAST_WORDS_SECONDS
            self.signed_in = self.signed_in.model_copy(update={"closing_at": closing_at})
            self._changed()

    def go_down(self, kind: ActKind) -> None:
        """Lock, and end the sign-in of whoever has one: the machine is about to restart or to go off."""
        self.goes_down = kind
        self.end_sign_in()
        self._changed()

    def stay_up(self) -> None:
        """Open again as the lease says: the machine stays up."""
        if self.goes_down is not None:
            self.goes_down = None
            self._changed()

    def set_drafts(self, drafts: tuple[KeptDraft, ...]) -> None:
        """Note the drafts of who is signed in, for the tutor and for an agent that may have to take over."""
        self.drafts = drafts
        sign_in_id = self.signed_in.sign_in.sign_in_id if self.signed_in else ""
        DraftMemory(boot_id=self.boot.id, sign_in_id=sign_in_id, drafts=drafts).store(self._memory_folder)

    def remember(self) -> None:
        """Keep for an agent that may have to take over within this boot."""
        Memory(
            boot_id=self.boot.id,
            anchor=self.clock.anchor,
            holding=self.leases.holding,
            orders=self.orders.held,
            signed_in=self.signed_in,
        ).store(self._memory_folder)

    def _changed(self) -> None:
        # A sign-in ends with the session that it was made in.
        lease = self.leases.lease
        if (
            self.signed_in
            and self.signed_in.closing_at is None
            and (lease is None or lease.session_id != self.signed_in.session_id)
        ):
            self.end_sign_in()
            return
        self.remember()
        self.changes.send()

    def review(self) -> None:
        """Look whether time alone changed something: to be called about every second."""
        asked = (self.screen_watch, self.orders.attention(), self._exercise)
        reviewed = (self.condition, *(each is not None for each in asked))
        if reviewed != self._reviewed:
            self._reviewed = reviewed
            self._changed()

    @property
    def _exercise(self) -> ExerciseOrder | None:
        return self.orders.exercise(self.learner.sign_in_id if self.learner else None)

    # --- what the screen shows -----------------------------------------------------------------------------------

    @property
    def condition(self) -> Condition:
        """What the screen must show."""
        if self.approval is Approval.REFUSED:
            return Condition.REFUSED
        if self.approval is Approval.PENDING or self.enrolment is None:
            return Condition.UNAPPROVED
        if self.leases.lease is None or self.goes_down is not None:
            return Condition.LOCKED
        return Condition.SIGNED_IN if self.learner else Condition.OPEN

    def state(self) -> KioskState:
        """Return all that the tutor may know."""
        lease = self.leases.lease
        closed = self.leases.closed
        holding = self.leases.holding
        # This machine has no time zone of its own: the server's word has the offset of the site's wall.
        zone = holding.terms.issued_at.tzinfo if holding else None
        return KioskState(
            condition=self.condition,
            kiosk_name=self.enrolment.name if self.enrolment else "",
            approval=self.approval or (Approval.APPROVED if self.enrolment else None),
            enrolment_closed=self.enrolment_closed,
            fingerprint=self.device.fingerprint,
            server_answers=self.server_answers,
            waiting_events=self.waiting_events,
            holds_work=self.learner is not None and self.learner.sign_in_id in self.held_sign_ins,
            server_time=self.clock.now().astimezone(zone or UTC) if self.clock.is_synced else None,
            next_session_at=closed.next_session_at if closed else None,
            session_title=lease.session_title if lease else None,
            seconds_left=self.leases.seconds_left() if lease else None,
            learner=self.learner,
            watch=self.screen_watch,
            goes_down=self.goes_down,
            attention=self.orders.attention(),
            hand=self.orders.hand() if self.learner else None,
            exercise=self._exercise,
            shown=self.orders.shown(self.learner.sign_in_id if self.learner else None),
            messages=self.orders.messages(self.learner.sign_in_id if self.learner else None),
            development=self._development,
        )

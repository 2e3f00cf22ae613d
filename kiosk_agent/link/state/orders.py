"""What staff ask of this kiosk: signed by the server, counted on the boot clock, gone after a power cut."""

from dataclasses import dataclass, field

from joserfc.errors import JoseError
from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.lease import LeaseForged, open_word
from kiosk_agent.protocol.acts.hands import HandTold
from kiosk_agent.protocol.acts.orders import Attention, ExerciseOrder, Message, Orders, PowerOrder, SignOutOrder
from kiosk_agent.protocol.acts.showing import Showing
from kiosk_agent.protocol.sessions import StreamEvent


def open_orders(token: str, *, lease_public_key: str, kiosk_id: str) -> Orders:
    """Return what a compact JWS asks for, once proved to be the server's word to this kiosk. Raises LeaseForged."""
    try:
        orders = Orders.model_validate_json(open_word(token, lease_public_key, StreamEvent.ORDERS))
    except (JoseError, ValidationError, ValueError) as error:
        raise LeaseForged(f"orders that this kiosk cannot trust: {type(error).__name__}") from error
    if orders.kiosk_id != kiosk_id:
        raise LeaseForged("orders for another kiosk")
    return orders


class HeldOrders(BaseModel):
    """What is kept of the server's last word."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    orders: Orders
    received_at: float
    """Seconds of the boot clock."""
    done: frozenset[str] = frozenset()
    """The acts of them that this kiosk has answered already."""


@dataclass
class OrdersKeeper:
    """Holds the newest orders and counts them down."""

    boot: Boot
    held: HeldOrders | None = field(default=None)

    def accept(self, orders: Orders) -> bool:
        """Take the server's word if it is newer than the last one, and tell whether it was."""
        known = self.held
        if known is not None and orders.sequence <= known.orders.sequence:
            return False
        done = frozenset() if known is None else known.done & orders.act_ids
        self.held = HeldOrders(orders=orders, received_at=self.boot.seconds(), done=done)
        return True

    def note_done(self, act_id: str) -> None:
        """Note that an act is answered: a message that was put away does not come back while the server is away."""
        if self.held is not None:
            self.held = self.held.model_copy(update={"done": self.held.done | {act_id}})

    def withdraw(self) -> None:
        """Drop everything: the server no longer knows this kiosk."""
        self.held = None

    def attention(self) -> Attention | None:
        """Return it with the seconds that are left, or None when none is asked for any more."""
        asked = self.held.orders.attention if self.held else None
        if self.held is None or asked is None:
            return None
        left = self.held.received_at + asked.seconds - self.boot.seconds()
        return asked.model_copy(update={"seconds": left}) if left > 0 else None

    def hand(self) -> HandTold | None:
        """Return how a hand stands that was raised here; whose it is, the tutor knows that raised it."""
        return self.held.orders.hand if self.held else None

    def sign_out(self) -> SignOutOrder | None:
        """Return who is to be signed out here, unless it is told already that they are."""
        asked = self.held.orders.sign_out if self.held else None
        return asked if self.held and asked and asked.act_id not in self.held.done else None

    def exercise(self, sign_in_id: str | None) -> ExerciseOrder | None:
        """Return what is to be shown to somebody who is signed in, with the seconds that are left for it."""
        asked = self.held.orders.exercise if self.held else None
        if self.held is None or asked is None or sign_in_id is None or asked.act_id in self.held.done:
            return None
        left = self.held.received_at + asked.seconds - self.boot.seconds()
        is_theirs = asked.sign_in_id in (None, sign_in_id)
        return asked.model_copy(update={"seconds": left}) if is_theirs and left > 0 else None

    def shown(self, sign_in_id: str | None) -> Showing | None:
        """Return what a trainer shows to somebody who is signed in, until they close it."""
        asked = self.held.orders.shown if self.held else None
        if self.held is None or asked is None or sign_in_id is None or self.held.orders.sign_in_id != sign_in_id:
            return None
        return None if asked.act_id in self.held.done else asked

    def power(self) -> PowerOrder | None:
        """Return the order to restart or to go off with the seconds that are left of it, or None when there is none."""
        asked = self.held.orders.power if self.held else None
        if self.held is None or asked is None:
            return None
        left = self.held.received_at + asked.seconds - self.boot.seconds()
        return asked.model_copy(update={"seconds": left}) if left > 0 else None

    @property
    def sequence(self) -> int:
        """The number of the server's last word; grows for ever."""
        return self.held.orders.sequence if self.held else -1

    def messages(self, sign_in_id: str | None) -> tuple[Message, ...]:
        """Return what somebody who is signed in has not read yet."""
        if self.held is None or sign_in_id is None or self.held.orders.sign_in_id != sign_in_id:
            return ()
        return tuple(message for message in self.held.orders.messages if message.act_id not in self.held.done)

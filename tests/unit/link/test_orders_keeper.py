"""What staff ask of a kiosk: proved, in order, counted down without anybody, and gone with the power."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import OKPKey

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.identity import to_base64url
from kiosk_agent.link.state.lease import LeaseForged
from kiosk_agent.link.state.memory import Memory
from kiosk_agent.link.state.orders import OrdersKeeper, open_orders
from kiosk_agent.protocol.acts.hands import HandStage, HandTold
from kiosk_agent.protocol.acts.orders import (
    ActKind,
    Attention,
    ExerciseOrder,
    Message,
    Orders,
    PowerOrder,
    SignOutOrder,
    event_id_of,
)
from kiosk_agent.protocol.acts.showing import Showing

KEY = Ed25519PrivateKey.generate()
PUBLIC = to_base64url(KEY.public_key().public_bytes_raw())
ISSUED = datetime(2026, 11, 2, tzinfo=UTC)
ACT, OTHER = str(uuid.uuid4()), str(uuid.uuid4())


def orders(sequence: int = 1, *, seconds: float | None = None, messages: tuple[str, ...] = (), **facts: str) -> Orders:
    return Orders(
        kiosk_id=facts.get("kiosk_id", "k"),
        sequence=sequence,
        issued_at=ISSUED,
        sign_in_id=facts.get("sign_in_id"),
        attention=None if seconds is None else Attention(act_id=ACT, seconds=seconds),
        messages=tuple(Message(act_id=act_id, text="Come here", sender="Ana") for act_id in messages),
    )


def signed(payload: bytes, key: Ed25519PrivateKey = KEY) -> str:
    raw, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    jwk = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": to_base64url(raw), "x": to_base64url(public)})
    return jws.serialize_compact({"alg": "Ed25519"}, payload, jwk, algorithms=["Ed25519"])


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def keeper(seconds: Seconds) -> OrdersKeeper:
    return OrdersKeeper(Boot("one", seconds))


def test_the_servers_word_is_opened_and_nothing_else_is_believed() -> None:
    asked = orders(seconds=120, messages=(OTHER,), sign_in_id="s")
    word = asked.model_dump_json(exclude_defaults=True).encode()
    assert open_orders(signed(word), lease_public_key=PUBLIC, kiosk_id="k") == asked
    for forged in (
        signed(word, Ed25519PrivateKey.generate()),
        signed(orders(kiosk_id="other").model_dump_json().encode()),
        signed(b'{"kiosk_id": "k"}'),
        "hello",
    ):
        with pytest.raises(LeaseForged):
            open_orders(forged, lease_public_key=PUBLIC, kiosk_id="k")


def test_attention_lets_go_by_itself_at_its_end(keeper: OrdersKeeper, seconds: Seconds) -> None:
    keeper.accept(orders(seconds=120))
    seconds.now += 119
    asked = keeper.attention()
    assert asked is not None
    assert asked.seconds == pytest.approx(1)
    seconds.now += 1
    assert keeper.attention() is None


def test_an_order_to_restart_is_none_any_more_at_its_end(keeper: OrdersKeeper, seconds: Seconds) -> None:
    order = PowerOrder(act_id=ACT, kind=ActKind.RESTART, seconds=60)
    assert keeper.accept(Orders(kiosk_id="k", sequence=1, issued_at=ISSUED, power=order))
    seconds.now += 59
    left = keeper.power()
    assert left
    assert left.seconds == pytest.approx(1)
    seconds.now += 1
    assert keeper.power() is None


def test_an_old_word_and_a_repeated_one_change_nothing(keeper: OrdersKeeper, seconds: Seconds) -> None:
    assert keeper.accept(orders(5, seconds=120))
    seconds.now += 60
    assert not keeper.accept(orders(5, seconds=120))
    assert not keeper.accept(orders(4))
    asked = keeper.attention()
    assert asked is not None
    assert asked.seconds == pytest.approx(60)
    assert keeper.accept(orders(6))
    assert keeper.attention() is None


def test_messages_are_for_one_sign_in_and_do_not_come_back_once_put_away(keeper: OrdersKeeper) -> None:
    keeper.accept(orders(1, messages=(ACT, OTHER), sign_in_id="s"))
    assert [message.act_id for message in keeper.messages("s")] == [ACT, OTHER]
    assert keeper.messages("another") == keeper.messages(None) == ()
    keeper.note_done(ACT)
    assert [message.act_id for message in keeper.messages("s")] == [OTHER]
    # The answer is still on its way when the server says all of it again.
    keeper.accept(orders(2, messages=(ACT, OTHER), sign_in_id="s"))
    assert [message.act_id for message in keeper.messages("s")] == [OTHER]


def test_what_is_answered_is_known_to_be_whatever_kind_of_act_it_is(keeper: OrdersKeeper) -> None:
    ids = {name: str(uuid.uuid4()) for name in ("attention", "message", "sign_out", "exercise", "shown", "power")}
    whole = Orders(
        kiosk_id="k",
        sequence=1,
        issued_at=ISSUED,
        sign_in_id="s",
        attention=Attention(act_id=ids["attention"], seconds=60),
        messages=(Message(act_id=ids["message"], text="Come here"),),
        hand=HandTold(hand_id=OTHER, stage=HandStage.WAITING),
        sign_out=SignOutOrder(act_id=ids["sign_out"], sign_in_id="s"),
        exercise=ExerciseOrder(act_id=ids["exercise"], track="t", exercise="e", seconds=60),
        shown=Showing(act_id=ids["shown"], prose="Look"),
        power=PowerOrder(act_id=ids["power"], kind=ActKind.RESTART, seconds=60),
    )
    assert all(value is not None for _, value in whole), "each kind of act is among them"
    assert whole.act_ids == set(ids.values())
    keeper.accept(whole)
    for act_id in ids.values():
        keeper.note_done(act_id)
    # The answers are on their way still.
    keeper.accept(whole.model_copy(update={"sequence": 2}))
    assert keeper.held
    assert keeper.held.done == set(ids.values())
    keeper.accept(orders(3, messages=(OTHER,), sign_in_id="s"))
    assert keeper.held.done == set()


def test_an_agent_that_starts_again_goes_on_and_a_power_cut_leaves_nothing(
    keeper: OrdersKeeper, seconds: Seconds, tmp_path: Path
) -> None:
    keeper.accept(orders(7, seconds=120, messages=(OTHER,), sign_in_id="s"))
    keeper.note_done(OTHER)
    Memory(boot_id="one", orders=keeper.held).store(tmp_path)
    seconds.now += 20
    again = OrdersKeeper(keeper.boot, Memory.load(tmp_path, keeper.boot).orders)
    asked = again.attention()
    assert asked is not None
    assert asked.seconds == pytest.approx(100)
    assert again.messages("s") == ()
    assert Memory.load(tmp_path, Boot("two", seconds)).orders is None


@pytest.mark.parametrize("text", ["", "x" * 301, "two\nlines", "\x1b[2J", "turned \u202e round", "\ud800"])
def test_a_message_that_could_do_more_than_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        Message(act_id=ACT, text=text)


def test_what_is_done_is_told_by_one_event_however_often_it_is_told() -> None:
    assert event_id_of("k", ACT) == event_id_of("k", ACT)
    assert len({event_id_of("k", ACT), event_id_of("other", ACT), event_id_of("k", OTHER)}) == 3

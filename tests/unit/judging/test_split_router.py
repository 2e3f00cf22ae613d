"""The router between two jails, with real pipes and without any jail: whatever the program's side sends."""

import contextlib
import fcntl
import json
import os
import selectors
import termios
import threading
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_agent.runner.jail.exchange import LENGTH_BYTES, PAUSE_SECONDS, QUICK_ROUNDS, Exchange, InnerEnds
from kiosk_agent.runner.jail.hand_in import HandIn, split_hand_ins
from kiosk_agent.runner.judging.split import split_router
from kiosk_agent.runner.judging.split.split_message import SOLUTION_ASKS, TESTS_ASK, parse
from kiosk_agent.runner.judging.split.split_router import Router, Side
from tests.support.waiting import LIMIT_SECONDS, eventually

WHOLE = HandIn(files={"a.js": "secret answer", "a.spec.js": "secret test"}, solution=("a.js",), tests=("a.spec.js",))
ASK = {"kind": "ask", "op": "call", "on": 0, "name": "", "self": None, "args": []}
ANSWER = {"kind": "answer", "outcome": "value", "value": 1, "changed": [], "heard": ""}
ENDED = {"kind": "ended", "exit_code": 0}
Play = Callable[["Player"], None]


class Player:
    """One jail's end of the pipes, played by a test."""

    def __init__(self, ends: InnerEnds, nonce: str) -> None:
        self._ends = ends
        self._nonce = nonce
        self.received: list[dict[str, object]] = []

    def say(self, content: object) -> None:
        # Without blanks, as the harnesses write it.
        self.write(f"\n{self._nonce} {json.dumps(content, separators=(',', ':'))}\n".encode())

    def write(self, raw: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            while raw:
                raw = raw[os.write(self._ends.results, raw) :]

    def is_heard(self) -> bool:
        """Tell whether the router has taken all that was said out of the pipe."""
        return fcntl.ioctl(self._ends.results, termios.FIONREAD, bytes(4)) == bytes(4)

    def read(self) -> bool:
        """Take one message; False when no more comes."""
        length = self._exactly(LENGTH_BYTES)
        body = self._exactly(int.from_bytes(length)) if length else b""
        if body:
            self.received.append(json.loads(body))
        return bool(body)

    def _exactly(self, length: int) -> bytes:
        held = b""
        while len(held) < length:
            piece = os.read(self._ends.stdin, length - len(held))
            if not piece:
                return b""
            held += piece
        return held


def played(tests: Play, solution: Play, seconds: float = LIMIT_SECONDS) -> tuple[Router, Player, Player, bool]:
    """Let both sides play until the router says that it is over."""
    hand_ins = split_hand_ins(WHOLE)
    pairs = [Exchange.ends(100_000, 2_000_000) for _ in hand_ins]
    players = [Player(inner, hand_in.nonce) for (_, inner), hand_in in zip(pairs, hand_ins, strict=True)]
    sides = [
        Side(outer.stdin, outer.output, outer.results, hand_in, may_ask)
        for (outer, _), hand_in, may_ask in zip(pairs, hand_ins, (TESTS_ASK, SOLUTION_ASKS), strict=True)
    ]

    def play(player: Player, inner: InnerEnds, part: Play) -> None:
        with inner:
            if player.read():
                part(player)

    threads = [
        threading.Thread(target=play, args=(player, inner, part))
        for player, (_, inner), part in zip(players, pairs, (tests, solution), strict=True)
    ]
    for thread in threads:
        thread.start()
    router = Router(*sides)
    in_time = router.go_on(time.monotonic() + seconds)
    for outer, _ in pairs:
        outer.close()
    for thread in threads:
        thread.join(LIMIT_SECONDS)
        assert not thread.is_alive()
    return router, players[0], players[1], in_time


def asks(times: int) -> Play:
    def part(player: Player) -> None:
        for _ in range(times):
            player.say(ASK)
            if not player.read():
                return
        player.say(ENDED)

    return part


def answers(*contents: object) -> Play:
    def part(player: Player) -> None:
        for content in contents:
            player.read()
            player.say(content)
        player.read()

    return part


def waits(player: Player) -> None:
    while player.read():
        pass


def test_program_that_writes_byte_by_byte_does_not_keep_the_runner_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[None] = []
    really = Router._carry

    def carry(router: Router, selector: selectors.BaseSelector, seconds: float) -> None:
        rounds.append(None)
        really(router, selector, seconds)

    def floods(player: Player) -> None:
        with contextlib.suppress(BrokenPipeError):
            while True:
                os.write(player._ends.results, b"x")

    monkeypatch.setattr(Router, "_carry", carry)
    # Each byte is then a piece of its own, which is read alone.
    monkeypatch.setattr(os, "pipe", lambda: os.pipe2(os.O_DIRECT))
    started = time.monotonic()
    *_, in_time = played(waits, floods, seconds=0.5)
    assert not in_time
    assert len(rounds) <= QUICK_ROUNDS + (time.monotonic() - started) / PAUSE_SECONDS + 10


def test_answers_reach_who_asked() -> None:
    router, tests, solution, in_time = played(asks(2), answers(ANSWER, ANSWER | {"value": ["a", 2]}))
    assert (router.ended, in_time) == (True, True)
    assert [message["value"] for message in tests.received[1:]] == [1, ["a", 2]]
    assert [message["op"] for message in solution.received[1:]] == ["call", "call"]


def test_each_side_is_handed_only_its_own_part() -> None:
    _, tests, solution, _ = played(asks(1), answers(ANSWER))
    assert tests.received[0]["files"] == {"a.js": "", "a.spec.js": "secret test"}
    assert solution.received[0]["files"] == {"a.js": "secret answer"}
    assert tests.received[0]["nonce"] != solution.received[0]["nonce"]


def test_program_may_call_the_tests_back_and_do_nothing_else() -> None:
    _, tests, solution, _ = played(asks(1), answers(ASK, ASK | {"op": "load"}, ANSWER))
    assert [message["kind"] for message in tests.received[1:]] == ["ask"]
    assert not any(message.get("op") == "load" for message in tests.received)
    assert len(solution.received) >= 2


def test_answer_that_nobody_asked_for_reaches_nobody() -> None:
    said_early = threading.Event()

    def early(player: Player) -> None:
        for _ in range(3):
            player.say(ANSWER | {"value": "early"})
        # What still lies in the pipe when the question comes could be its answer, for all that the router knows.
        eventually(player.is_heard, "what was said early is heard")
        said_early.set()
        player.read()
        player.say(ANSWER | {"value": "asked"})
        player.read()

    def late(player: Player) -> None:
        assert said_early.wait(LIMIT_SECONDS)
        asks(1)(player)

    _, tests, _, _ = played(late, early)
    assert [message["value"] for message in tests.received[1:]] == ["asked"]


def test_what_is_no_value_reaches_the_tests_as_a_refusal() -> None:
    _, tests, _, _ = played(asks(1), answers(ANSWER | {"value": {"asymmetricMatch": 1}}))
    assert tests.received[1]["outcome"] == "refused"


def test_results_of_the_program_are_no_results() -> None:
    forged = [{"kind": "test", "name": "a", "status": "pass", "message": None, "output": "", "test_code": ""}, ENDED]
    router, *_ = played(asks(1), answers(*forged), seconds=0.5)
    assert not router.ended
    assert b'"pass"' not in bytes(router._tests.reported)


def test_silent_program_ends_at_the_deadline() -> None:
    _, _, _, in_time = played(asks(1), waits, seconds=0.3)
    assert not in_time


def test_program_that_leaves_ends_the_run() -> None:
    router, *_ = played(asks(1), lambda _: None)
    assert not router.ended


def test_too_many_messages_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split_router, "MESSAGES", 50)
    router, *_ = played(asks(200), answers(*[ANSWER] * 200))
    assert router.too_much


PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"\n", b"\n\n", b" ", b"{", b'"']),
    st.sampled_from([ASK, ANSWER, ENDED, {"kind": "broken"}, {}, [], ASK | {"op": "load"}, ANSWER | {"value": ["h"]}]),
    st.dictionaries(st.sampled_from([*ASK, *ANSWER]), st.none() | st.integers() | st.text(max_size=3), max_size=6),
)


@given(st.lists(PIECES, max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_the_program_sends_only_values_reach_the_tests(pieces: Sequence[bytes | dict[str, object]]) -> None:
    def noise(player: Player) -> None:
        for piece in pieces:
            player.write(piece) if isinstance(piece, bytes) else player.say(piece)

    router, tests, _, _ = played(asks(3), noise, seconds=3)
    for message in tests.received[1:]:
        assert message["kind"] == "answer" or message["op"] == "call"
        assert parse(json.dumps(message).encode()) is not None
    assert not router.ended or b'"ended"' in bytes(router._tests.reported)

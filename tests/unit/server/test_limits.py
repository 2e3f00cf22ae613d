"""What holds the server's threads, disk and connections: each has a limit, and a part that is kept."""

import asyncio
import os
import socket
import threading
from pathlib import Path

import pytest

from classroom_server.core.disk_reserve import RESERVE_FILE, DiskReserve
from classroom_server.core.limits.allowances import Allowances
from classroom_server.core.limits.connections import (
    FIRST_REQUEST_SECONDS,
    PROVEN_A_HOLDER,
    UNPROVEN_AN_ADDRESS,
    Connections,
    CountingListener,
)
from classroom_server.core.secret_hashes import HashingBusy, SecretHasher
from kiosk_agent.errors import StorageFull
from tests.support.waiting import LIMIT_SECONDS


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_allowance_comes_back_with_time_and_is_each_ones_own() -> None:
    seconds = Seconds()
    allowances = Allowances(2, 0.5, seconds)
    assert [allowances.take("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    assert allowances.take("b") == 0.0
    seconds.now += 2
    assert allowances.take("a") == 0.0


def test_an_allowance_is_never_over_spent_by_one_thing_larger_than_all_of_it() -> None:
    allowances = Allowances(10, 1, Seconds())
    assert allowances.take("a", 1000) == 0.0
    assert allowances.take("a", 1000) == 10.0


def test_turns_are_taken_ahead_of_time_one_after_the_other_and_only_so_far() -> None:
    seconds = Seconds()
    allowances = Allowances(1, 2, seconds)
    assert [allowances.turn("a", 1.0) for _ in range(4)] == [0.0, 0.5, 1.0, None]
    allowances.give_back("a")
    assert allowances.turn("a", 1.0) == 1.0
    assert allowances.turn("b", 1.0) == 0.0
    seconds.now += 60
    assert allowances.turn("a", 1.0) == 0.0


class Disk:
    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, folder: Path) -> int:
        kept = folder / RESERVE_FILE
        return self.free - (kept.stat().st_size if kept.exists() else 0)


def test_a_full_disk_refuses_work_first_and_gives_its_reserve_to_staff(tmp_path: Path) -> None:
    disk = Disk(1 << 40)
    reserve = DiskReserve(tmp_path, disk)
    reserve.keep()
    kept = (tmp_path / RESERVE_FILE).stat().st_size
    reserve.refuse_work()
    disk.free = kept + 1000
    with pytest.raises(StorageFull, match="reserve"):
        reserve.refuse_work()
    reserve.give_if_needed()
    assert disk(tmp_path) == kept + 1000
    with pytest.raises(StorageFull, match="reserve"):
        reserve.refuse_work()
    disk.free = 1 << 40
    reserve.keep()
    reserve.refuse_work()


def test_more_than_the_places_are_told_to_wait_at_once() -> None:
    hasher = SecretHasher(memory_kib=64, passes=1, threads=1, places=1)
    with hasher.admitted(), pytest.raises(HashingBusy), hasher.admitted():
        raise AssertionError
    with hasher.admitted():
        assert hasher.fits(hasher.hash("x"), "x")


def test_secrets_of_many_are_hashed_on_every_core_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(3, timeout=LIMIT_SECONDS)

    class Argon2:
        def hash(self, secret: str) -> str:
            together.wait()
            return f"hash of {secret}"

    monkeypatch.setattr(os, "cpu_count", lambda: together.parties)
    monkeypatch.setattr(SecretHasher, "_argon2", lambda _: Argon2())
    hasher = SecretHasher(memory_kib=64, passes=1, threads=1, places=1)
    assert list(hasher.hash_each("abcdef")) == [f"hash of {secret}" for secret in "abcdef"]


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair()


def is_ended(there: socket.socket) -> bool:
    there.settimeout(0)
    try:
        return there.recv(1) == b""
    except BlockingIOError:
        return False


def test_a_connection_without_a_request_ends_and_one_that_is_served_stays(seconds: Seconds) -> None:
    connections = Connections(seconds)
    (silent, far_silent), (busy, far_busy) = pair(), pair()
    connections.take(("10.0.0.1", 1), silent)
    connections.take(("10.0.0.1", 2), busy)
    connections.begin(("10.0.0.1", 2))
    seconds.now += FIRST_REQUEST_SECONDS + 1
    connections.drop_silent()
    assert (is_ended(far_silent), is_ended(far_busy)) == (True, False)
    for each in (silent, far_silent, busy, far_busy):
        each.close()


def test_a_key_or_a_visit_holds_so_many_connections_and_no_more(seconds: Seconds) -> None:
    connections = Connections(seconds)
    pairs = [pair() for _ in range(PROVEN_A_HOLDER + 2)]
    for port, (here, _) in enumerate(pairs):
        connections.take(("10.0.0.9", port), here)
    connections.prove(("10.0.0.9", 0), "another kiosk")
    for port in range(1, PROVEN_A_HOLDER + 2):
        connections.prove(("10.0.0.9", port), "a kiosk")
        connections.prove(("10.0.0.9", port), "a kiosk")
    assert [is_ended(there) for _, there in pairs] == [False] * (PROVEN_A_HOLDER + 1) + [True]
    assert not connections.is_proven(("10.0.0.9", PROVEN_A_HOLDER + 1))
    for here, there in pairs:
        here.close()
        there.close()


def test_too_many_of_one_address_lose_their_oldest_and_nobody_elses(seconds: Seconds) -> None:
    connections = Connections(seconds)
    pairs = [pair() for _ in range(UNPROVEN_AN_ADDRESS + 2)]
    connections.take(("10.0.0.9", 1), pairs[0][0])
    connections.prove(("10.0.0.9", 1), "a kiosk")
    for port, (here, _) in enumerate(pairs[1:]):
        connections.take(("10.0.0.9", 2 + port), here)
    assert [is_ended(there) for _, there in pairs[:3]] == [False, True, False]
    for here, there in pairs:
        here.close()
        there.close()


def test_no_part_of_an_answer_waits_for_the_word_that_the_part_before_has_come() -> None:
    async def lesson() -> int:
        sends_at_once: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            sends_at_once.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with CountingListener(socket.AF_INET) as listening:
            listening.bind(("127.0.0.1", 0))
            async with await asyncio.start_server(take, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                said = await sends_at_once
                writer.close()
        return said

    assert asyncio.run(lesson())

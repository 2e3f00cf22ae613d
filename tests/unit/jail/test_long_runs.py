"""The next jail is started beside a run that takes long, and a run that does not costs no thread for it."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk_agent.runner.jail import watch
from kiosk_agent.runner.jail.watch import Watch, WhenLong
from kiosk_agent.runner.pool import jail_pool
from kiosk_agent.runner.pool.jail_pool import JailPool

TOY: Any = SimpleNamespace(name="toy", hurries=False, idle_bytes=1)


def fake_jail() -> Any:  # noqa: ANN401 - all that the pool asks of a jail
    return SimpleNamespace(alive=True, toolchain=TOY, memory_bytes=0, when_long=None, close=lambda: None)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[JailPool]:
    policies: Any = SimpleNamespace(version=frozenset, toolchains=lambda: {"toy": TOY})
    monkeypatch.setattr(JailPool, "_proven", lambda *_given: fake_jail())
    unused: Any = None
    made = JailPool(unused, unused, unused, unused, policies, idle_bytes=1)
    yield made
    made.close()


def test_taking_a_jail_starts_no_thread(pool: JailPool, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    for _ in range(3):
        assert pool.taken(TOY).alive
    assert started == []


def test_next_jail_is_started_beside_a_run_that_takes_long(pool: JailPool) -> None:
    jail = pool.taken(TOY)
    assert jail.when_long is not None
    assert jail.when_long.seconds == jail_pool.LONG_RUN_SECONDS
    jail.when_long.act()
    assert list(pool._waiting) == ["toy"]


def test_what_is_to_be_done_beside_a_long_run_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now))
    done: list[float] = []
    limits: Any = SimpleNamespace(cpu_seconds=9)
    one = Watch(limits, None, None, WhenLong(1.0, lambda: done.append(now)))
    for now in (0.0, 0.9, 1.0, 1.1, 5.0):  # noqa: B007 - what the clock says
        assert not one.look()
    assert done == [1.0]

"""A jail that cannot be closed costs no other its end, gives back what it can itself, and is said in the log."""

import logging
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent.errors import OutsetError
from kiosk_agent.runner.jail.control_group import CONTROLLERS, ControlGroups
from kiosk_agent.runner.jail.exchange import Exchange
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.pool.jail_pool import JailPool
from kiosk_agent.runner.pool.policies import Policies
from kiosk_agent.toolchains.toolchain import Toolchain, load_toolchains
from tests.support.checkout import ROOT

FAULTS = {
    "refused": OSError(13, "Permission denied"),
    "our own": OutsetError("the launcher is gone", hint="put it back"),
    "a bug": RuntimeError("nobody thought of it"),
}
each_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
TOOLCHAINS = load_toolchains(ROOT / "policies")


class Held:
    """What a pool asks of a jail that waits or is given back."""

    alive = True
    memory_bytes = 0

    def __init__(self, toolchain: Toolchain, fault: Exception | None) -> None:
        self.toolchain = toolchain
        self.is_closed = False
        self._fault = fault

    def prove(self, awaited: threading.Event | None = None) -> None:
        """It is there at once."""

    def close(self) -> None:
        if self._fault:
            raise self._fault
        self.is_closed = True


class Kept:
    """A pool with what it started; jails of Python cannot be closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
        self.jails: dict[str, Held] = {}

        def started(toolchain: Toolchain, *_: object, **__: object) -> Held:
            self.jails[toolchain.name] = Held(toolchain, fault if toolchain.name == "python" else None)
            return self.jails[toolchain.name]

        monkeypatch.setattr(Jail, "started", started)
        unused: Any = None
        policies = Policies(ROOT / "policies")
        self.pool = JailPool(unused, unused, unused, unused, policies, idle_bytes=1 << 40)
        for name in ("python", "javascript", "web"):
            self.pool.prepare(TOOLCHAINS[name])
            self.pool._waiting[name].result()

    def closed(self) -> list[str]:
        return sorted(name for name, jail in self.jails.items() if jail.is_closed)


@each_fault
def test_others_that_wait_are_closed_and_the_one_that_cannot_be_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    kept = Kept(monkeypatch, fault)
    with caplog.at_level(logging.ERROR):
        kept.pool.close()
    assert kept.closed() == ["javascript", "web"]
    assert [(record.getMessage(), record.exc_info and record.exc_info[1]) for record in caplog.records] == [
        ("a used python jail could not be closed", fault)
    ]


@each_fault
@pytest.mark.parametrize("when", ["while the pool works", "after it was closed"])
def test_one_that_is_given_back_and_cannot_be_closed_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception, when: str
) -> None:
    kept = Kept(monkeypatch, fault)
    used: Any = [kept.pool.taken(TOOLCHAINS[name]) for name in ("python", "javascript")]
    kept.pool._warm = False
    if when == "after it was closed":
        kept.pool.close()
    with caplog.at_level(logging.ERROR):
        for jail in used:
            kept.pool.throw_away(jail)
        kept.pool.close()
    assert kept.jails["javascript"].is_closed
    assert ("a used python jail could not be closed", fault) in [
        (record.getMessage(), record.exc_info and record.exc_info[1]) for record in caplog.records
    ]


class Freed:
    """An account, a scratch folder and a process of a jail: each notes that it was given back, and one may fail."""

    uid = 1
    pid = 1

    def __init__(self, fails: str, fault: Exception) -> None:
        self.done: list[str] = []
        self._fails = fails
        self._fault = fault

    def _note(self, what: str) -> bool:
        self.done.append(what)
        if what == self._fails:
            raise self._fault
        return True

    def poll(self) -> int:
        return 0

    def end(self) -> bool:
        return self._note("end")

    def retire(self, _why: str) -> None:
        self._note("retire")

    def part(self, what: str) -> Any:  # noqa: ANN401 - stands for several parts
        part: Any = lambda: self._note(what)  # noqa: E731
        return type("Part", (), {"free": staticmethod(part), "end": self.end, "retire": self.retire})()


@pytest.mark.parametrize(
    ("fails", "done"),
    [
        ("nothing", ["end", "scratch", "account"]),
        # Nobody knows that nothing of it is left, so that nobody gets its account.
        ("end", ["end", "scratch", "retire"]),
        ("scratch", ["end", "scratch", "retire"]),
    ],
)
def test_what_fails_of_a_jail_s_end_keeps_nothing_else_of_it(tmp_path: Path, fails: str, done: list[str]) -> None:
    bases = {name: tmp_path / name for name in CONTROLLERS}
    for base in bases.values():
        base.mkdir()
    groups = ControlGroups(bases)
    group = groups.for_run(TOOLCHAINS["python"].limits)
    for file in tmp_path.glob("*/run-*/*"):
        file.unlink()
    outer, inner = Exchange.ends(10, 10)
    with inner:
        pass
    freed: Any = Freed(fails, FAULTS["refused"])
    jail = Jail(
        TOOLCHAINS["python"], freed, outer, group, freed.part("account"), freed.part("scratch"),
        groups=groups, wall_seconds=1,
    )  # fmt: skip
    if fails == "nothing":
        jail.close()
    else:
        with pytest.raises(OSError, match="Permission denied"):
            jail.close()
    assert freed.done == done
    assert not list(tmp_path.glob("*/run-*"))
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(outer.output.descriptor)
    jail.close()
    assert freed.done == done

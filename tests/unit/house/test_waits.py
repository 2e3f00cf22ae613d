"""Tests wait for conditions, in the one way and with the one limit of tests/support/waiting.py."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import FIXTURES, ROOT

LIMITS = {"LIMIT_SECONDS", "LIMIT_MILLISECONDS", "LOOK_SECONDS"}
KEYWORDS = {"timeout", "timeout_seconds"}
# Their first argument is how long.
CALLS = {"wait", "join", "settimeout", "result", "wait_for_timeout", "set_default_timeout"}
# What a page is at this very moment; `expect` waits until it is.
LOOKS = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable"}
# Of this machine, whatever else it does; the time of one thread is its own.
CLOCKS = {"monotonic", "perf_counter"}
# A folder or a file, and why it may have a time of its own.
ALLOWED = {
    "tests/support/waiting.py": "the one place that waits",
    "tests/bench": "measures",
    "tests/check.py": "says how long each checker took, and ends one that hangs",
    "tests/tiers.py": "says how long all took",
    "tests/vm": "an emulated machine has the limits of image/emulator",
    "tests/support/vm": "an emulated machine has the limits of image/emulator",
    "tests/image": "builds take minutes",
    "tests/support/attacks": "runs on a kiosk too, without the rest of the tests",
    "tests/jail/tracks": "runs whole tracks, one of them for hours",
    "tests/jail/hostile/test_nothing_left.py": "gives so many runs so many times as long",
    "tests/unit/agent/test_process.py": "a program that does not end in its time is what it shows",
    "tests/unit/image/test_emulator_terminal.py": "a wait in vain is what it shows",
    "tests/unit/image/test_image_waiting.py": "a wait in vain is what it shows",
    "tests/server/accidents/test_attacked.py": "strangers that wait for no limit are what it shows",
    "tests/browser/acts/test_everyone_out.py": "two seconds at most are what it shows",
    "tests/server/accidents/test_killed.py": "kills a server at any moment",
    "tests/server/accidents/test_shares.py": "a body that trickles in is what it shows; its time is skipped",
    "tests/support/server/trainer_client.py": "two seconds to the end of a session are a promise",
    "tests/unit/link/test_outbox.py": "a database that is locked is what it shows",
    "tests/unit/tutor/test_work_keeper.py": "its time is skipped, nobody waits for it",
    "tests/unit/tutor/test_keys_in_order.py": "plays a kiosk that is busy; its time is skipped",
    "tests/unit/curriculum/test_own_tracks.py": "a kiosk's loading time is a promise; the best of several",
    "tests/unit/judging/test_split_router.py": "a router that ends in its time is what it shows",
    "tests/server/rooms/test_list_of_kiosks.py": "three tenths of a second to a page of hundreds are a promise",
    "tests/browser/test_trainer_room.py": "two seconds to the tile are a promise",
    "tests/contract/link/test_agent_program.py": "ten seconds to the server are a promise",
    "tests/support/kiosk": "a second at most is lost of what was typed",
    "tests/support/link/lesson.py": "a retry is as late as the agent says",
    "tests/support/link/slow_line.py": "the line that a test makes slow",
    "tests/support/link/kiosk_house.py": "a kiosk's boot clock, which a test may stop",
    "tests/support/jail/drivers/pool.py": "compares two start-ups",
}


def is_allowed(path: Path) -> bool:
    name = str(path.relative_to(ROOT))
    return path.is_relative_to(FIXTURES) or any(name == one or name.startswith(f"{one}/") for one in ALLOWED)


def own_times(source: str) -> Iterator[str]:
    """Yield what waits by the clock, by a limit of its own, or not at all; and what looks at the clock."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from (f"{node.lineno}: {said}" for said in _own_times_of(node))


def _own_times_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    if name in LOOKS:
        yield f"{name}(): use expect(…)"
    if name in CLOCKS or ast.unparse(call.func) == "time.time":
        yield f"{name}()"
    if name == "sleep" and not _is_nothing(first):
        yield ast.unparse(call)
    if ast.unparse(call.func) in {"asyncio.timeout", "asyncio.wait_for"} and not _is_the_limit(call.args[-1]):
        yield ast.unparse(call)
    if name in CALLS and first is not None and _is_own(first):
        yield ast.unparse(call)
    for word in call.keywords:
        if word.arg in KEYWORDS and _is_own(word.value):
            yield f"{word.arg}={ast.unparse(word.value)}"


def _is_nothing(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _is_the_limit(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in LIMITS


def _is_own(value: ast.expr) -> bool:
    """Tell whether it is a number, or a constant other than the limit: what a caller hands in is the caller's."""
    if isinstance(value, ast.Name):
        return value.id.isupper() and value.id not in LIMITS
    return isinstance(value, ast.Constant) and isinstance(value.value, int | float) and bool(value.value)


def test_no_test_sleeps_or_has_a_limit_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{said}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if not is_allowed(path)
        for said in own_times(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "wait with tests/support/waiting.py, or say in ALLOWED why not"


def test_each_exception_is_still_needed() -> None:
    assert [name for name in ALLOWED if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "source",
    [
        "time.sleep(1)",
        "asyncio.timeout(5)",
        "child.wait(30)",
        "run(timeout_seconds=9)",
        "f(timeout=LONG)",
        "monotonic()",
        "assert page.locator('header').is_hidden()",
    ],
)
def test_a_time_of_its_own_is_found(source: str) -> None:
    assert list(own_times(source))


@pytest.mark.parametrize(
    "source", ["asyncio.sleep(0)", "child.wait()", "run(timeout_seconds=LIMIT_SECONDS)", "f.wait(seconds)"]
)
def test_the_shared_limit_is_none(source: str) -> None:
    assert not list(own_times(source))

"""Types into the tutor's editor and, in turn, into what it is measured beside; times each key to its redraw's end."""

import os
import select
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ECHO = Path(__file__).with_name("echo.py")
KEYS = 300
# A quick typist; the screen must be quiet again before the next key, or two redraws would count as one.
KEY_SECONDS = 0.08
# A redraw is written in one go; what comes later is the word "saved".
QUIET_SECONDS = 0.01
# What the tutor works for a letter, at the median.
WORK_MILLISECONDS = 7
TUTOR, WATCHED, TEXT_AREA, BARE, WORKING = "tutor", "watched", "text area", "bare", "working"
# Code with brackets, words, numbers and new lines, as it is typed.
TYPED = (
    "const sum = boxes.map((box) => box.count * 2).filter(Boolean);\r// add all of them\rlet text = `${sum} boxes`;\r"
)


@dataclass(frozen=True)
class Key:
    """One key, in milliseconds."""

    redraw: float
    """From the key to the last byte of what it changed."""
    processor: float
    """What the program worked, from the key until the screen was quiet again."""
    waiting: float
    """How long it was ready to work meanwhile and had no processor."""


def type_in_turn(editors: "Mapping[str, pexpect.spawn[str]]") -> "Mapping[str, Sequence[Key]]":
    """Type into each of these, which have the focus where one writes, and into the controls.

    Return the keys of each by its name.
    """
    children = {**editors, BARE: _echo(), WORKING: _echo(str(WORK_MILLISECONDS))}
    measured: dict[str, list[Key]] = {name: [] for name in children}
    for child in editors.values():
        drain(child.child_fd, 1.0)
    for index in range(KEYS):
        began = time.perf_counter()
        for name, child in children.items():
            key = _press(child, TYPED[index % len(TYPED)])
            if key is not None:
                measured[name].append(key)
        time.sleep(max(0.0, KEY_SECONDS - (time.perf_counter() - began)))
    for name in (BARE, WORKING):
        children[name].close(force=True)
    return measured


def _echo(*arguments: str) -> "pexpect.spawn[str]":
    echo = pexpect.spawn(sys.executable, ["-S", str(ECHO), *arguments], timeout=30, encoding="utf-8")
    echo.delaybeforesend = None
    echo.expect("ready")
    return echo


def _press(child: "pexpect.spawn[str]", character: str) -> Key | None:
    assert child.pid is not None
    processor, waiting = scheduled(child.pid)
    began = time.perf_counter()
    child.send(character)
    last = drain(child.child_fd, QUIET_SECONDS)
    processor_after, waiting_after = scheduled(child.pid)
    if last is None:
        return None
    return Key((last - began) * 1000, processor_after - processor, waiting_after - waiting)


def scheduled(process: int) -> tuple[float, float]:
    """Return the milliseconds that all threads of `process` worked, and those that they waited for a processor."""
    worked = waited = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        # Linux, Documentation/scheduler/sched-stats.rst: nanoseconds on a processor, nanoseconds on a run queue, turns.
        on_processor, on_queue, _ = (task / "schedstat").read_text(encoding="ascii").split()
        worked += int(on_processor)
        waited += int(on_queue)
    return worked / 1e6, waited / 1e6


def drain(descriptor: int, quiet_seconds: float) -> float | None:
    """Read until nothing came for `quiet_seconds`; return when the last byte came, or None when none did."""
    last = None
    # The first byte may take longer than the gaps between the others.
    patience = max(quiet_seconds, 1.0)
    while select.select([descriptor], [], [], patience)[0]:
        os.read(descriptor, 65536)
        last, patience = time.perf_counter(), quiet_seconds
    return last

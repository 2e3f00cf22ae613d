"""The tutor as a program in a pty, driven by its keys, and what it is measured beside."""

import os
import sys
from pathlib import Path

import pexpect

from tests.support.checkout import ROOT

ROWS, COLUMNS = 36, 120
F4, F10 = "\x1bOS", "\x1b[21~"


def start(settings: Path) -> "pexpect.spawn[str]":
    """Start it, and wait for the form to sign in."""
    return spawned("Your PIN", "kiosk_agent", "tutor", "--settings", str(settings))


def spawned(shown: str, *module: str) -> "pexpect.spawn[str]":
    """Start a Python module with its arguments in a terminal, and wait until it has `shown` that."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", *module],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        dimensions=(ROWS, COLUMNS),
        timeout=30,
        encoding="utf-8",
    )
    child.delaybeforesend = None
    child.expect(shown)
    return child


def sign_in(child: "pexpect.spawn[str]") -> None:
    """Sign in, and wait for the list of exercises."""
    child.send("1042\r")
    child.send("123456\r")
    child.expect("Carry on")


def sign_out(child: "pexpect.spawn[str]") -> None:
    """Sign out, and wait for the form of the next one."""
    child.send(F10)
    child.expect("Sign out")
    child.send("\r")
    child.expect("Your PIN")


def open_exercise(settings: Path) -> "pexpect.spawn[str]":
    """Start it, sign in and open the exercise, for who writes."""
    child = start(settings)
    sign_in(child)
    child.send("\r")
    child.expect("stock-count.js")
    return child

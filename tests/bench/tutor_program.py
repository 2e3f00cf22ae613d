"""The tutor as a program in a pty, driven by its keys."""

import os
import sys
from pathlib import Path

import pexpect

from tests.support.checkout import ROOT

ROWS, COLUMNS = 36, 120


def start(settings: Path) -> "pexpect.spawn[str]":
    """Start it, and wait for the form to sign in."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "kiosk_agent", "tutor", "--settings", str(settings)],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        dimensions=(ROWS, COLUMNS),
        timeout=30,
        encoding="utf-8",
    )
    child.delaybeforesend = None
    child.expect("Your PIN")
    return child


def sign_in(child: "pexpect.spawn[str]") -> None:
    """Sign in, and wait for the list of exercises."""
    child.send("1042\r")
    child.send("123456\r")
    child.expect("Carry on")


def open_exercise(settings: Path) -> "pexpect.spawn[str]":
    """Start it, sign in and open the exercise, for who writes."""
    child = start(settings)
    sign_in(child)
    child.send("\r")
    child.expect("stock-count.js")
    return child

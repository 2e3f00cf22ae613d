"""How the tutor's memory grows with use: exercises opened, written in, run and left, sign-in after sign-in."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.kiosk.program import F4, sign_in, sign_out, start
from tests.bench.kiosk.stand_ins import TutorKiosk
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    import pexpect

SIGN_OUTS = 20
OPENINGS = 500
TRACKS = ROOT / "classroom_server" / "tracks"
CTRL_R, F2, DOWN = "\x12", "\x1bOQ", "\x1b[B"


def megabytes(openings: int = OPENINGS, sign_outs: int = SIGN_OUTS) -> Sequence[float]:
    """Return the tutor's resident memory: with the first exercise open, then with one open before each sign-out."""
    with tempfile.TemporaryDirectory() as folder, TutorKiosk(Path(folder), tracks=TRACKS) as kiosk:
        tutor = start(kiosk.settings)
        measured: list[float] = []
        for _ in range(sign_outs):
            sign_in(tutor)
            for opening in range(openings // sign_outs):
                _work_in_next(tutor, opening)
                measured = measured or [megabytes_of(tutor)]
            measured.append(megabytes_of(tutor))
            sign_out(tutor)
        tutor.close(force=True)
    return measured


def _work_in_next(tutor: "pexpect.spawn[str]", opening: int) -> None:
    """Open the exercise after the last one, write in it, have it run, and read a hint."""
    if opening:
        tutor.send(F4)
        tutor.expect("exercises done")
    tutor.send(f"{DOWN}\r")
    tutor.expect("Panels")
    tutor.send(f"let a{opening} = {opening}; // once more\r")
    tutor.send(CTRL_R)
    tutor.expect("Not yet|Solved")
    tutor.send(F2)
    tutor.expect("Hint 1 of")


def megabytes_of(tutor: "pexpect.spawn[str]") -> float:
    """Return its resident memory."""
    # proc(5), /proc/pid/statm: the second field is the resident pages.
    pages = int(Path(f"/proc/{tutor.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

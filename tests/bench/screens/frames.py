"""What a real tutor shows while somebody types into it: the frames that simulated kiosks send."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.protocol.screens import ScreenFrame
from tests.bench.kiosk.keys import QUIET_SECONDS, TYPED, drain
from tests.bench.kiosk.program import sign_in, start
from tests.bench.kiosk.stand_ins import TutorKiosk
from tests.support.checkout import ROOT
from tests.support.waiting import eventually

TRACKS = ROOT / "classroom_server" / "tracks"
DOWN = "\x1b[B"


def typed_frames(letters: int) -> Sequence[ScreenFrame]:
    """Open an exercise of our own, type, and return what is on the screen after each letter."""
    with (
        tempfile.TemporaryDirectory() as folder,
        TutorKiosk(Path(folder), tracks=TRACKS, is_watched=True) as seen,
    ):
        tutor = start(seen.settings)
        sign_in(tutor)
        tutor.send(f"{DOWN}\r")
        tutor.expect("Panels")

        def is_shown(before: int) -> bool:
            drain(tutor.child_fd, QUIET_SECONDS)
            return len(seen.shown) > before

        eventually(lambda: is_shown(0), "the exercise")
        for letter in TYPED[:letters]:
            before = len(seen.shown)
            tutor.send(letter)
            eventually(lambda before=before: is_shown(before), f"the letter {letter}")  # type: ignore[misc]
        tutor.close(force=True)
    return [shown.frame for shown in seen.shown[-letters:]]

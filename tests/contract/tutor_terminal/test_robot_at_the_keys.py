"""A robot at the keys of the real program: whatever it presses, the tutor goes on, keeps the work, and stays small."""

import contextlib
import itertools
import os
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk_agent.protocol.events import DraftSaved
from kiosk_agent.protocol.local import Condition
from tests.bench.kiosk.memory import TRACKS, megabytes_of
from tests.bench.kiosk.program import sign_in, start
from tests.bench.kiosk.stand_ins import TutorKiosk
from tests.support.tutor.terminals import end_terminal
from tests.support.waiting import eventually
from tests.support.work import text_of

if TYPE_CHECKING:
    import pexpect

MEGABYTES = 90
KEYS_A_SEED = 500
ROUNDS, LOOKS = 10, 200
ESC, ENTER, CTRL_A, CTRL_R = "\x1b", "\r", "\x01", "\x12"
WRITTEN = ("a", "Z", "7", " ", "{", "}", "(", '"', "`", "'", "/", "*", "+", "=", ";", "é", "ñ", "ț", "ß", "漢", "🙂", "e\u0301", "\u202e")  # noqa: E501 # fmt: skip
MOVED = tuple(
    f"\x1b[{way}"
    for way in ("A", "B", "C", "D", "H", "F", "5~", "6~", "1;2A", "1;2B", "1;2C", "1;5C", "1;5D", "1;2H", "1;2F", "Z")
)
CHANGED = (ENTER, "\t", "\x7f", "\x1b[3~", "\x1a", "\x19", CTRL_A, "\x03", "\x18", "\x16")
"""Enter, Tab, Backspace, Delete; undo, redo, select all, copy, cut, paste."""
LET_BE = tuple(chr(number) for number in range(1, 32) if number not in (0x11, 0x13, 0x1B))
"""Every Ctrl and letter, but for those that a terminal takes itself."""
FUNCTIONS = (
    "\x1bOP",
    "\x1bOQ",
    "\x1bOR",
    "\x1bOS",
    *(f"\x1b[{number}~" for number in (15, 17, 18, 19, 20, 21, 23, 24)),
)
PASTES = ("", "x", "let a = 1;\n" * 40, "\x07\x00\x9b31m", "«»÷", "\n" * 30, "(" * 300)
SIZES = ((24, 80), (30, 100), (50, 160), (12, 40), (4, 20))
HANDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (10, WRITTEN), (6, MOVED), (6, CHANGED), (2, LET_BE), (4, FUNCTIONS), (1, (ESC,)), (1, (CTRL_R,)),
)  # fmt: skip


class Robot:
    """Presses keys by chance, and then what a learner presses who wants to go on."""

    def __init__(self, kiosk: TutorKiosk, tutor: "pexpect.spawn[str]") -> None:
        self._kiosk = kiosk
        self._tutor = tutor
        # A terminal that is not read stands still.
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        # Reading from one that has ended is an error on Linux.
        with contextlib.suppress(OSError):
            while os.read(self._tutor.child_fd, 65536):
                pass

    def presses(self, seed: int) -> None:
        """Press as many keys as a seed has, and change the window's size now and then."""
        chance = random.Random(seed)  # noqa: S311 - the same hands each time
        weights = [weight for weight, _ in HANDS]
        for _ in range(KEYS_A_SEED):
            match chance.randrange(60):
                case 0:
                    self._tutor.setwinsize(*chance.choice(SIZES))
                case 1:
                    self._tutor.send(f"\x1b[200~{chance.choice(PASTES)}\x1b[201~")
                case _:
                    (hand,) = chance.choices(HANDS, weights)
                    self._tutor.send(chance.choice(hand[1]))
        self._tutor.setwinsize(36, 120)

    def goes_on(self, mark: str) -> str:
        """Write a mark in an exercise and have it run, from wherever the keys led; return the text that was run."""
        steps = self._way_back(mark)
        looks = 0

        def handed_in() -> str | None:
            nonlocal looks
            assert self._tutor.isalive(), "the tutor has ended"
            texts = [text_of(each.files) for each in self._kiosk.judged[-1:]]
            if texts and mark in texts[0]:
                return texts[0]
            # A step every tenth look: Esc and what follows at once are another key.
            if looks % 10 == 0:
                next(steps)()
            looks += 1
            return None

        return eventually(handed_in, f"{mark} is written and run")

    def _way_back(self, mark: str) -> Iterator[Callable[[], object]]:
        send = self._tutor.send
        for turn in range(1_000):
            if self._kiosk.is_signed_in:
                yield from [lambda: send(ESC)] * 2
            else:
                # Whatever stands in the fields goes with them.
                yield lambda: self._kiosk.tell(Condition.LOCKED)
                yield lambda: self._kiosk.tell(Condition.OPEN)
                yield lambda: send("1042\r123456\r")
            yield lambda: send(ENTER)
            if turn % 5 == 4:
                # A text that is as long as it may be takes no letter.
                yield lambda: send(CTRL_A)
            yield lambda: send(mark + CTRL_R)
            # What was pressed is answered before it is pressed again, unless the machine has much else to do.
            yield from [lambda: None] * 15

    def keeps_the_draft(self, seed: int) -> bool:
        """Tell whether the text that is run is the one that is kept, once no key is on its way any more."""
        for turn in range(ROUNDS):
            text = self.goes_on(f"mark{seed}x{turn}y")
            looks = itertools.count()
            eventually(lambda text=text, looks=looks: self._saved() == text or next(looks) > LOOKS, "it is kept")  # type: ignore[misc]
            if self._saved() == text:
                return True
        return False

    def _saved(self) -> str:
        """Return the text that was kept last of the exercise that was run last."""
        key = (self._kiosk.judged[-1].track, self._kiosk.judged[-1].exercise)
        kept = [event for event in self._kiosk.recorded if isinstance(event, DraftSaved)]
        return next((text_of(event.files) for event in reversed(kept) if (event.track, event.exercise) == key), "")


def press(folder: Path, seeds: range) -> None:
    with TutorKiosk(folder, tracks=TRACKS) as kiosk:
        tutor = start(kiosk.settings)
        sign_in(tutor)
        robot = Robot(kiosk, tutor)
        for seed in seeds:
            robot.presses(seed)
            assert robot.keeps_the_draft(seed), f"seed {seed}"
        assert megabytes_of(tutor) < MEGABYTES
        end_terminal(tutor)


def test_any_keys_leave_a_tutor_that_goes_on_and_a_draft_that_is_kept(tmp_path: Path) -> None:
    press(tmp_path, range(2))


@pytest.mark.full
def test_twenty_thousand_keys_do(tmp_path: Path) -> None:
    press(tmp_path, range(40))

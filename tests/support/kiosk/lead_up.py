"""What a learner does until the moment comes in which something dies, as that moment and chance have it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.kiosk.learner import PROGRAM, SLOW, Learner
from tests.support.kiosk.moments import During, Moment
from tests.support.kiosk.whole_kiosk import Part
from tests.support.waiting import eventually

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
TYPED_SECONDS = 4.0
"""At most, before a kill in the middle of typing: more than may be lost."""
LETTERS = 200
"""Typed at most in that: as many as the screen has room for."""
LOOKS = 3000
"""At a folder, at most, between what begins and a kill: some milliseconds, as a disk or a socket takes."""
EVEN = 0.5


@dataclass
class LeadUp:
    """One moment, come about."""

    moment: Moment
    learner: Learner
    count_attempts: Callable[[], int]
    """At the server."""
    has_typed_pin: bool = False
    """At the tutor that starts."""
    died_at: float | None = None
    """When the tutor did in which was typed, where another one has begun since."""

    def come(self) -> None:
        """Return in the moment itself."""
        during = self.moment.during
        self.learner.begins(self.moment.name, SLOW if during is During.RUNNING else PROGRAM)
        ways: Mapping[During, Callable[[], None]] = {
            During.TYPING: self._typing,
            During.SAVING: self._saving,
            During.WAITING: self._waiting,
            During.RUNNING: self._running,
            During.STORING: self._storing,
            During.SENDING: self._sending,
            During.STARTING: self._starting,
            During.LEAVING: self._leaving,
        }
        ways[during]()

    def letters(self, at_most: int) -> str:
        """Return some letters to type, one at least."""
        chance = self.moment.chance
        return "".join(chance.choices(ALPHABET, k=chance.randint(1, at_most)))

    def _typing(self) -> None:
        chance, learner = self.moment.chance, self.learner
        begun, seconds = time.monotonic(), chance.uniform(0, TYPED_SECONDS)
        for letter in chance.choices(ALPHABET, k=LETTERS):
            learner.types(letter)
            if time.monotonic() - begun > seconds:
                return

    def _saving(self) -> None:
        self.learner.types(self.letters(12))
        self._wait_for_disk()

    def _waiting(self) -> None:
        self.learner.runs()
        self.learner.is_judged()
        # The next jail is on its way: it takes ten times as long to come as a run does to end.
        self.learner.types(self.letters(2))
        self.learner.runs()
        self.learner.types(self.letters(6)[1:])

    def _running(self) -> None:
        self.learner.runs()
        self.learner.kiosk.shown.wait_for_text("Running your")
        self.learner.types(self.letters(10)[1:])

    def _storing(self) -> None:
        self.learner.types(self.letters(6))
        self.learner.runs()
        if self.moment.chance.random() < EVEN:
            self._wait_for_disk()
        else:
            self.learner.is_judged()

    def _sending(self) -> None:
        before = self.count_attempts()
        self.learner.runs()
        self.learner.is_judged()
        if self.moment.chance.random() < EVEN:
            eventually(lambda: self.count_attempts() > before, "the attempt at the server")
        else:
            self._look()

    def _starting(self) -> None:
        """Let the tutor have died before, and be on its way back, as far as chance has it."""
        kiosk, learner = self.learner.kiosk, self.learner
        learner.types(self.letters(6))
        kiosk.kill(Part.TUTOR)
        self.died_at = time.monotonic()
        kiosk.start(Part.TUTOR)
        match self.moment.chance.choice(("begun", "first words", "form", "asked", "let in")):
            case "begun":
                self._look()
            case "first words":
                kiosk.shown.wait_for(lambda: bool(kiosk.shown.text().strip()), "its first words")
            case "form":
                kiosk.shown.wait_for_text("Your number")
            case stage:
                learner.identifies()
                self.has_typed_pin = True
                if stage == "asked":
                    self._look()
                else:
                    kiosk.shown.wait_for_text("Hello")
                    kiosk.shown.press("enter")

    def _leaving(self) -> None:
        self.learner.asks_to_leave()
        self._look()

    def _look(self) -> None:
        """Let some milliseconds pass: as many looks at a folder as chance has it."""
        state = self.learner.kiosk.state
        for _ in range(self.moment.chance.randrange(LOOKS)):
            state.stat()

    def _wait_for_disk(self) -> None:
        """Wait until the agent writes to its outbox, and a little longer."""
        before = self._outbox_written()
        eventually(lambda: self._outbox_written() != before, "the outbox is written to")
        self._look()

    def _outbox_written(self) -> tuple[int, ...]:
        outbox = self.learner.kiosk.state.glob("outbox.sqlite3*")
        return tuple(path.stat().st_mtime_ns for path in sorted(outbox))

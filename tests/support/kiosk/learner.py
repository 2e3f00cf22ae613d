"""A learner at the screen of a whole kiosk, who knows what they typed, when it was on the screen, and what they saw."""

import re
import time
from dataclasses import dataclass, field

from tests.support.kiosk.whole_kiosk import WholeKiosk

PIN = "482915"
# Not yet right: whoever comes back is offered the same exercise again.
PROGRAM = 'export const product = "pasta";\nexport const boxes = 1;\nexport const kilosPerBox = 5;\n'
SLOW = f"{PROGRAM}const end = Date.now() + 600;\nwhile (Date.now() < end);\n"
FILE = r"delivery-note\.js"
LINE_LETTERS = 55
NOT_SAVED = "not saved yet"
CANNOT_RUN = "cannot run programs now"
_COMMENT = re.compile(r"//: ([a-z0-9]+)")
Comments = tuple[str, ...]


def comments_of(text: str) -> Comments:
    """Return the comments of a program, or of a screen that shows it: all that differs between a learner's programs."""
    return tuple(_COMMENT.findall(text))


@dataclass
class Learner:
    """Types, runs, leaves and comes back. No two programs that are run are alike."""

    kiosk: WholeKiosk
    held: list[tuple[float, Comments]] = field(default_factory=list)
    """What the editor held, each with when it was on the screen."""
    asked: list[Comments] = field(default_factory=list)
    """The programs that were run."""
    judged: list[Comments] = field(default_factory=list)
    """Those whose verdict was on the screen, with no word that it is not saved."""
    sign_ins: int = 0
    _text: str = ""
    _runs: int = 0

    # --- coming and going ---------------------------------------------------------------------------------------------

    def comes(self) -> None:
        """Sign in for the first time, and open the first exercise."""
        screen = self.kiosk.shown
        self.identifies(self.kiosk.slip.pin)
        screen.wait_for_text("New PIN")
        screen.type_text(f"{PIN}\n{PIN}\n")
        self.opens()

    def identifies(self, pin: str = PIN) -> None:
        """Type number and PIN."""
        screen = self.kiosk.shown
        screen.wait_for_text("Your number")
        self.sign_ins += 1
        number = self.kiosk.slip.number
        # A form that was refused has it already, and one in which an agent's end came between the keys has half of it.
        there = re.search(r"Your number[^│]*│ *(\w*)", screen.text())
        typed = there[1] if there and number.startswith(there[1]) else ""
        screen.type_text(f"{number.removeprefix(typed)}\n{pin}\n")

    def opens(self) -> None:
        """Open the exercise that is offered."""
        screen = self.kiosk.shown
        screen.wait_for_text(f"Hello|{FILE}")
        if re.search(FILE, screen.text()) is None:
            screen.press("enter")
            screen.wait_for_text(FILE)
        self._runs = 0

    def arrives(self, *, has_typed_pin: bool) -> None:
        """Get to the exercise at a tutor that has just started."""
        screen = self.kiosk.shown
        # What was asked before the agent went away may have come through.
        screen.wait_for_text(f"Hello|{FILE}" if has_typed_pin else f"Hello|{FILE}|Your number")
        if "Your number" in screen.text():
            self.identifies()
        self.opens()

    def sees_agent_gone(self) -> None:
        """Wait until the screen has heard of it: a form that is shown now is not the one to type into."""
        self.kiosk.shown.wait_for_text(f"Starting|Signing out|Hello|{FILE}")

    def asks_to_leave(self) -> None:
        """Sign out, and wait for nothing."""
        screen = self.kiosk.shown
        screen.press("f10")
        screen.wait_for_text("Sign out\\?")
        screen.press("enter")

    # --- writing ------------------------------------------------------------------------------------------------------

    def begins(self, mark: str, program: str = PROGRAM) -> None:
        """Put another program in the place of what is there."""
        self._text = f"{program}//: {mark}"
        self.kiosk.shown.press("ctrl-a")
        self.kiosk.shown.type_text(f"\x1b[200~{self._text}\x1b[201~")
        self._is_shown()

    def types(self, letters: str) -> None:
        """Type letter after letter, each when the one before is on the screen."""
        for letter in letters:
            is_full = len(self._text) - self._text.rfind("\n") > LINE_LETTERS
            self._text += (typed := f"\n//: {letter}" if is_full else letter)
            self.kiosk.shown.type_text(typed)
            self._is_shown()

    def _is_shown(self) -> None:
        screen, holds = self.kiosk.shown, comments_of(self._text)
        screen.wait_for(lambda: comments_of(screen.text()) == holds, f"{holds} in the editor")
        self.held.append((time.monotonic(), holds))

    @property
    def holds(self) -> Comments:
        """What the editor held when it was looked at last."""
        return self.held[-1][1]

    def is_saved(self) -> None:
        """Wait until the screen says so."""
        self.kiosk.shown.wait_for_text(r"(?<!not )\bsaved\b")

    # --- running ------------------------------------------------------------------------------------------------------

    def runs(self) -> None:
        """Ask for a run of what is there."""
        assert self.holds not in self.asked
        self.asked.append(self.holds)
        self._runs += 1
        self.kiosk.shown.press("ctrl-r")

    def sees_verdict(self) -> bool:
        """Tell whether the verdict on what was run last is on the screen."""
        if re.search(rf"\bRun {self._runs}\b", self.kiosk.shown.text()) is None:
            return False
        if self.asked[-1] not in self.judged and NOT_SAVED not in self.kiosk.shown.text():
            self.judged.append(self.asked[-1])
        return True

    def is_judged(self) -> None:
        """Wait for the verdict on what was run last."""
        self.kiosk.shown.wait_for(self.sees_verdict, f"the verdict on {self.asked[-1]}, run {self._runs}")

    def is_answered(self) -> None:
        """Wait for the verdict, or for the word that there can be none now: a run without either is never right."""
        screen = self.kiosk.shown
        screen.wait_for(lambda: CANNOT_RUN in screen.text() or self.sees_verdict(), "an answer to the run")
        if CANNOT_RUN in screen.text():
            self._runs -= 1

"""The line at the top: where the learner is, and on the right what they may want to know at a glance."""

from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import delivery_words, ending_words, minutes_words, watch_words
from kiosk_agent.tutor.widgets.fitted import Fitted
from kiosk_agent.tutor.widgets.line import Line

_STEP = " > "


class TopLine(Horizontal):
    """A place on the left, facts on the right. Of the place the first steps go where there is no room for all."""

    DEFAULT_CSS = """
    TopLine { height: 1; padding: 0 1; background: $ground; }
    TopLine #top-place { width: 1fr; color: $ink; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    TopLine #top-watch { width: auto; color: $link; padding-left: 2; }
    TopLine #top-facts { width: auto; color: $quiet; padding-left: 2; }
    TopLine #top-warning { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; display: none; }
    TopLine.-warning { color: $on-lead; background: $lead; }
    TopLine.-warning #top-warning { display: block; }
    TopLine.-warning #top-watch { color: $on-lead; }
    TopLine.-warning #top-place, TopLine.-warning #top-facts { display: none; }
    """

    _steps: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the two ends, and between them the mark for as long as somebody sees the screen."""
        yield Fitted(id="top-place")
        yield Line(id="top-warning")
        yield Line(id="top-watch")
        yield Line(id="top-facts")

    def show(self, place: tuple[str, ...], facts: tuple[str, ...], *, watch: str = "", warning: str = "") -> None:
        """Show the steps to the place, the mark and the facts, leaving out what is empty.

        A warning takes the place of all but the mark: there it covers nothing that is read or written, moves nothing,
        and takes no key.
        """
        self.set_class(bool(warning), "-warning")
        self.query_one("#top-warning", Line).show(warning)
        self._show_place(tuple(one_line(step) for step in place if step))
        mark = self.query_one("#top-watch", Line)
        mark.display = bool(watch)
        mark.show(watch)
        self.query_one("#top-facts", Line).show("   ".join(fact for fact in facts if fact))

    def _show_place(self, steps: tuple[str, ...]) -> None:
        # Told every second: what is the same is not laid out again.
        if steps != self._steps:
            self._steps = steps
            self.query_one("#top-place", Fitted).show_fitted(partial(_place, steps))

    def show_lesson(self, place: tuple[str, ...], view: KioskView, translator: Translator) -> None:
        """Show the place, the time left, where the work has come to, who sees it, and that the session ends."""
        self.show(
            place,
            (minutes_words(view, translator), delivery_words(view, translator)),
            watch=watch_words(view, translator),
            warning=ending_words(view, translator),
        )


def _place(steps: Sequence[str], columns: int) -> Content:
    """Return the steps to the place, so many of the last ones as fit."""
    while len(steps) > 1 and cell_len(_STEP.join(steps)) > columns:
        steps = steps[1:]
    return Content(_STEP.join(steps))

"""The line at the top: where the learner is, and on the right what they may want to know at a glance."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.widgets.line import Line


class TopLine(Horizontal):
    """A place on the left, facts on the right; the place is cut first."""

    DEFAULT_CSS = """
    TopLine { height: 1; padding: 0 1; background: $ground; }
    TopLine #top-place { width: 1fr; color: $ink; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    TopLine #top-watch { width: auto; color: $link; padding-left: 2; }
    TopLine #top-facts { width: auto; color: $quiet; padding-left: 2; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the two ends, and between them the mark for as long as somebody sees the screen."""
        yield Line(id="top-place")
        yield Line(id="top-watch")
        yield Line(id="top-facts")

    def show(self, place: tuple[str, ...], facts: tuple[str, ...], *, watch: str = "") -> None:
        """Show the steps to the place, the mark and the facts, leaving out what is empty."""
        self.query_one("#top-place", Line).show(" > ".join(one_line(step) for step in place if step))
        mark = self.query_one("#top-watch", Line)
        mark.display = bool(watch)
        mark.show(watch)
        self.query_one("#top-facts", Line).show("   ".join(fact for fact in facts if fact))

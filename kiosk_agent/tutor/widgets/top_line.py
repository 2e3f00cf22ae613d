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
    TopLine #top-facts { width: auto; color: $quiet; padding-left: 2; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the two ends."""
        yield Line(id="top-place")
        yield Line(id="top-facts")

    def show(self, place: tuple[str, ...], facts: tuple[str, ...]) -> None:
        """Show the steps to the place and the facts, leaving out what is empty."""
        self.query_one("#top-place", Line).show(" > ".join(one_line(step) for step in place if step))
        self.query_one("#top-facts", Line).show("   ".join(fact for fact in facts if fact))

"""One hint, or all of them again."""

import textwrap
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from kiosk_agent.tutor.state.hint_order import hint_after
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.prose_view import ProseView

# As wide as the number before it in a list.
STEP = " " * 3


class HintPanel(VerticalScroll):
    """Shows hints one step at a time."""

    class Shown(Message):
        """A hint is shown, the `number`th."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(
        self,
        taken: int,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        """Begin behind the hints that were `taken` before."""
        super().__init__(id=id, classes=classes)
        self._at = taken - 1
        self._hints: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Lay out the heading and the text."""
        yield Line(id="hint-heading", classes="panel-heading")
        yield ProseView(id="hint-text")

    def following(self, *, is_shown: bool) -> int | None:
        """Return which hint comes next, as `hint_after` does; `is_shown` when one can be seen now."""
        return hint_after(self._at, len(self._hints), is_shown=is_shown)

    def go_on(self, translator: Translator, *, is_shown: bool) -> bool:
        """Show what comes next; tell whether there is anything."""
        following = self.following(is_shown=is_shown)
        if following is None:
            return False
        self._at = following
        self.speak(self._hints, translator)
        if following < len(self._hints):
            self.post_message(self.Shown(following + 1))
        return True

    def speak(self, hints: Sequence[str], translator: Translator) -> None:
        """Take the hints in a language; behind the last one stand all of them, with who else can help."""
        self._hints, at = hints, self._at
        if at < 0:
            return
        if not hints:
            self._show(translator.say("This exercise has no hints."), "")
        elif at < len(hints):
            heading = translator.say("Hint {number} of {total}", number=at + 1, total=len(hints))
            self._show(heading, hints[at])
        else:
            heading = translator.say("These are all the hints. Your trainer can help you further.")
            numbered = (f"{number}. {textwrap.indent(hint, STEP).lstrip()}" for number, hint in enumerate(hints, 1))
            self._show(heading, "\n".join(numbered))

    def _show(self, heading: str, text: str) -> None:
        self.query_one("#hint-heading", Line).show(heading)
        self.query_one("#hint-text", ProseView).show_markdown(text)
        self.scroll_home(animate=False)

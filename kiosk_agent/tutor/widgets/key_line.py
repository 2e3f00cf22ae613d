"""The line at the foot: the keys that do something here."""

from collections.abc import Sequence

from textual.content import Content, Span

from kiosk_agent.tutor.widgets.line import Line

KeyWords = tuple[str, str]
"""A key as it is printed on the keyboard, and what it does."""


class KeyLine(Line):
    """Keys with their words, as many as fit, the first ones first."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; color: $ink; background: $ground; text-wrap: nowrap; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._keys: Sequence[KeyWords] = ()
        self._lead: str | None = None

    def show_keys(self, keys: Sequence[KeyWords], lead: str | None = None) -> None:
        """Show `keys`; the key named `lead` is where to look next."""
        self._keys, self._lead = keys, lead
        self._draw()

    def on_resize(self) -> None:
        """Fit the keys to the width."""
        self._draw()

    def _draw(self) -> None:
        gap = "   " if sum(len(key) + len(words) + 4 for key, words in self._keys) <= self.content_size.width else "  "
        text, spans = "", []
        for key, words in self._keys:
            piece = f"{gap if text else ''}{key} {words}"
            if self.content_size.width and len(text) + len(piece) > self.content_size.width:
                break
            start = len(text) + len(piece) - len(words) - len(key) - 1
            is_lead = key == self._lead
            spans.append(Span(start, start + len(key), "bold $on-lead on $lead" if is_lead else "bold $lead"))
            text += piece
            if is_lead:
                spans.append(Span(start + len(key), len(text), "bold"))
        self.show(Content(text, spans))

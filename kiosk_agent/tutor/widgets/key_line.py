"""The line at the foot: the keys that do something here."""

from collections.abc import Mapping, Sequence

from textual.content import Content, Span

from kiosk_agent.tutor.text.keys import Key
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.line import Line


class KeyLine(Line):
    """Keys with their words, as many as fit, the first ones first."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; color: $ink; background: $ground; text-wrap: nowrap; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.keys: Sequence[Key] = ()
        self._said: Sequence[tuple[str, str]] = ()
        self._lead: Key | None = None

    def show_keys(
        self,
        keys: Sequence[Key],
        translator: Translator,
        *,
        lead: Key | None = None,
        words: Mapping[Key, str] | None = None,
    ) -> None:
        """Show `keys`, with `words` where a key does something special now; `lead` is where to look next."""
        self.keys, self._lead = keys, lead
        special = words or {}
        self._said = [(key.printed, special.get(key) or translator.say(key.foot)) for key in keys]
        self._draw()

    def on_resize(self) -> None:
        """Fit the keys to the width."""
        self._draw()

    def _draw(self) -> None:
        gap = "   " if sum(len(key) + len(words) + 4 for key, words in self._said) <= self.content_size.width else "  "
        text, spans = "", []
        for key, words in self._said:
            piece = f"{gap if text else ''}{key} {words}"
            if self.content_size.width and len(text) + len(piece) > self.content_size.width:
                break
            start = len(text) + len(piece) - len(words) - len(key) - 1
            is_lead = self._lead is not None and key == self._lead.printed
            spans.append(Span(start, start + len(key), "bold $on-lead on $lead" if is_lead else "bold $lead"))
            text += piece
            if is_lead:
                spans.append(Span(start + len(key), len(text), "bold"))
        self.show(Content(text, spans))

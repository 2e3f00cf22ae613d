"""The line at the foot: the keys that do something here."""

from collections.abc import Mapping, Sequence
from functools import partial

from textual.content import Content, Span

from kiosk_agent.tutor.text.keys import Key
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.fitted import Fitted


class KeyLine(Fitted):
    """Keys with their words, as many as fit, the first ones first."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; color: $ink; background: $ground; text-wrap: nowrap; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.keys: Sequence[Key] = ()

    def show_keys(
        self,
        keys: Sequence[Key],
        translator: Translator,
        *,
        lead: Key | None = None,
        words: Mapping[Key, str] | None = None,
    ) -> None:
        """Show `keys`, with `words` where a key does something special now; `lead` is where to look next."""
        self.keys = keys
        special = words or {}
        said = [(key.printed, special.get(key) or translator.say(key.foot)) for key in keys]
        self.show_fitted(partial(_key_line, said, "" if lead is None else lead.printed))


def _key_line(said: Sequence[tuple[str, str]], lead: str, columns: int) -> Content:
    gap = "   " if sum(len(key) + len(words) + 4 for key, words in said) <= columns else "  "
    text, spans = "", []
    for key, words in said:
        piece = f"{gap if text else ''}{key} {words}"
        if len(text) + len(piece) > columns:
            break
        start = len(text) + len(piece) - len(words) - len(key) - 1
        is_lead = key == lead
        spans.append(Span(start, start + len(key), "bold $on-lead on $lead" if is_lead else "bold $lead"))
        text += piece
        if is_lead:
            spans.append(Span(start + len(key), len(text), "bold"))
    return Content(text, spans)

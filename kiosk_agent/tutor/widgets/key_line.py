"""The line at the foot: the keys that do something here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from textual.content import Content, Span

from kiosk_agent.tutor.text.keys import Key
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.fitted import Fitted


@dataclass(frozen=True)
class _Said:
    """A key with its word, and with a shorter one."""

    key: str
    words: str
    short: str


class KeyLine(Fitted):
    """Keys with their words, shorter ones where they do not fit; then as many as fit, the first ones first."""

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
        said = [_said(key, special.get(key) or translator.say(key.foot), translator) for key in keys]
        self.show_fitted(partial(_key_line, said, "" if lead is None else lead.printed))


def _key_line(said: Sequence[_Said], lead: str, columns: int) -> Content:
    shown = _words_that_fit(said, columns)
    gap = "   " if _columns(shown, 3) <= columns else "  "
    text, spans = "", []
    for key, words in shown:
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


def _said(key: Key, words: str, translator: Translator) -> _Said:
    return _Said(key.printed, words, min(words, translator.say(key.short), key=cell_len) if key.short else words)


def _words_that_fit(said: Sequence[_Said], columns: int) -> Sequence[tuple[str, str]]:
    """Return the keys with their words, the last ones' made shorter first, until all have room."""
    shown = [(each.key, each.words) for each in said]
    for at in reversed(range(len(said))):
        if _columns(shown, 2) <= columns:
            break
        shown[at] = (said[at].key, said[at].short)
    return shown


def _columns(shown: Sequence[tuple[str, str]], gap: int) -> int:
    return sum(len(key) + 1 + cell_len(words) + gap for key, words in shown) - gap

"""The kiosk's words in the reader's language: gettext catalogues, read from their .po files as they are written.

No compiled catalogue exists, so none can be stale or missing: reading 200 entries takes a few milliseconds.
Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from kiosk_agent.protocol.languages import LANGUAGES, Language

LOCALES = Path(__file__).parents[1] / "locales"


def mark(text: str) -> str:
    """Mark a text of a table for translation; `say` translates it where it is shown."""
    return text


@dataclass(frozen=True)
class Entry:
    """One text with its translations: one, or one for each plural form."""

    text: str
    translations: tuple[str, ...]


def read_entries(source: str) -> Iterator[Entry]:
    """Yield the entries of a .po file's text, the header (whose text is empty) among them."""
    fields: dict[str, str] = {}
    current = ""
    for line in [*source.splitlines(), ""]:
        if line.startswith("#"):
            continue
        keyword, quote, rest = line.partition('"')
        if keyword.strip() == "msgid" or not quote:
            if "msgid" in fields:
                yield Entry(fields["msgid"], tuple(text for name, text in fields.items() if name.startswith("msgstr")))
            fields = {}
        if quote:
            current = keyword.strip() or current
            fields[current] = fields.get(current, "") + ast.literal_eval(quote + rest)


def _plural_rule(header: str) -> Callable[[int], int]:
    for line in header.splitlines():
        if line.startswith("Plural-Forms:"):
            return c2py(line.split("plural=")[1].rstrip(";"))
    raise ValueError("the catalogue does not say its plural forms")


class Translator:
    """One language's words. Facts go into the translated text by name, as in "{count} of {total}"."""

    def __init__(self, language: Language, entries: Mapping[str, tuple[str, ...]]) -> None:
        self.language: Language = language
        self._entries = entries
        self._plural = _plural_rule(entries[""][0])

    @classmethod
    def load(cls, language: Language, locales: Path = LOCALES) -> "Translator":
        """Read the catalogue of `language`."""
        source = (locales / language / "LC_MESSAGES" / "tutor.po").read_text(encoding="utf-8")
        return cls(language, {entry.text: entry.translations for entry in read_entries(source)})

    def say(self, text: str, /, **facts: object) -> str:
        """Return `text` in this language, with `facts` put in."""
        translations = self._entries.get(text, ())
        template = translations[0] if translations and translations[0] else text
        return template.format(**facts) if facts else template

    def say_many(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """Return the form of the text that goes with `number`, with `number` and `facts` put in."""
        translations = self._entries.get(one, ())
        index = self._plural(number)
        template = translations[index] if index < len(translations) else ""
        return (template or (one if number == 1 else many)).format(number=number, **facts)

    def decimal(self, value: float, places: int = 1) -> str:
        """Return `value` as this language writes it: 1.2 or 1,2."""
        return f"{value:.{places}f}".replace(".", LANGUAGES[self.language].decimal_sign)

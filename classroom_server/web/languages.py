"""The languages of the trainer's pages, and how one is chosen. English is the text in the code itself."""

import re
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language

LANGUAGE_COOKIE: Final = "__Host-outset-language"
LOCALES: Final = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Words:
    """Turns our English into one language. Views name it `_`, which is what the extraction looks for."""

    language: Language
    translations: NullTranslations

    def __call__(self, message: str, **facts: object) -> str:
        """Return `message` translated, with `facts` in its %(name)s places."""
        return self.translations.gettext(message) % facts

    def many(self, one: str, several: str, number: int, **facts: object) -> str:
        """Return the form that goes with `number`, which is also a fact of that name."""
        return self.translations.ngettext(one, several, number) % {"number": number, **facts}


def catalogue_path(language: Language) -> Path:
    """Return where the translation into `language` is kept."""
    return LOCALES / language / "LC_MESSAGES" / "pages.po"


def load_words(language: Language) -> Words:
    """Return the words of `language`, compiled here and now from its .po file, so that no stale .mo can be shown."""
    path = catalogue_path(language)
    if not path.exists():
        return Words(language, NullTranslations())
    with path.open("rb") as lines:
        catalogue = read_po(lines, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))


def chosen_language(request: Request) -> Language:
    """Return the language that this browser chose, else the first of ours that it asks for, else English."""
    asked = [request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [re.split("[;-]", part)[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    for code in asked:
        if code.lower() in LANGUAGES:
            return code.lower()
    return SOURCE_LANGUAGE

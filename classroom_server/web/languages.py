"""The languages of the trainer's pages, and how one is chosen. English is the text in the code itself."""

import re
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path
from typing import Final

from fastapi import Request

from kiosk_agent.catalogues import load_translations
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language

LANGUAGE_COOKIE: Final = "__Host-outset-language"
LOCALES: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "pages"


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


def load_words(language: Language) -> Words:
    """Return the words of `language`; what its catalogue lacks is said in English."""
    return Words(language, load_translations(LOCALES, language, DOMAIN))


def chosen_language(request: Request) -> Language:
    """Return the language that this browser chose, else the first of ours that it asks for, else English."""
    asked = [request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [re.split("[;-]", part)[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    for code in asked:
        if code.lower() in LANGUAGES:
            return code.lower()
    return SOURCE_LANGUAGE

"""The languages of the trainer's pages, and how one is chosen. English is the text in the code itself."""

from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

from kiosk_agent.protocol.sessions import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LANGUAGE_NAMES: Final[dict[Language, str]] = {"en": "English", "es": "Español"}
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
    asked += [part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    for code in asked:
        for language in LANGUAGES:
            if code.lower() == language:
                return language
    return "en"

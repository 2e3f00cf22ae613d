"""The kiosk's words in the reader's language."""

from gettext import NullTranslations
from pathlib import Path

from kiosk_agent.catalogues import load_translations
from kiosk_agent.protocol.languages import LANGUAGES, Language

LOCALES = Path(__file__).parents[1] / "locales"
DOMAIN = "tutor"


def mark(text: str) -> str:
    """Mark a text of a table for translation; `say` translates it where it is shown."""
    return text


class Translator:
    """Turns our English into one language. Facts go into the translated text by name, as in "{count} of {total}"."""

    def __init__(self, language: Language, translations: NullTranslations) -> None:
        self.language: Language = language
        self._translations = translations

    @classmethod
    def load(cls, language: Language, locales: Path = LOCALES) -> "Translator":
        """Read the catalogue of `language`; what it lacks is said in English."""
        return cls(language, load_translations(locales, language, DOMAIN))

    def say(self, text: str, /, **facts: object) -> str:
        """Return `text` in this language, with `facts` put in."""
        template = self._translations.gettext(text)
        return template.format(**facts) if facts else template

    def say_many(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """Return the form of the text that goes with `number`, with `number` and `facts` put in."""
        return self._translations.ngettext(one, many, number).format(number=number, **facts)

    def decimal(self, value: float, places: int = 1) -> str:
        """Return `value` as this language writes it: 1.2 or 1,2."""
        return f"{value:.{places}f}".replace(".", LANGUAGES[self.language].decimal_sign)

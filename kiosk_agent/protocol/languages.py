"""The languages that Outset speaks: the one list, from which every other part takes what it knows of them.

A learner chooses among them at the sign-in, a trainer at the foot of a page. Words that a language lacks are said in
English, and a test of `./outset check` names them. How to add one: CONTRIBUTING.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator


@dataclass(frozen=True)
class LanguageEntry:
    """What is true of a language everywhere. How it counts (its plurals) stands at the head of its catalogues."""

    own_name: str
    """As those who read it call it: whoever looks for it looks for that."""
    decimal_sign: str
    dates_as: str = ""
    """As whom CLDR knows those who write dates as we do, where the code alone stands for others."""


SOURCE_LANGUAGE: Final = "en"
"""The language of the texts in the code, and of everything that has no translation."""
# By the code that CLDR and the catalogues' folders know it by, in the order in which they are offered.
LANGUAGES: Final[Mapping[str, LanguageEntry]] = {
    SOURCE_LANGUAGE: LanguageEntry("English", decimal_sign=".", dates_as="en_GB"),
    "es": LanguageEntry("Español", decimal_sign=","),
    "ca": LanguageEntry("Català", decimal_sign=","),
    "pt": LanguageEntry("Português", decimal_sign=",", dates_as="pt_PT"),
    "ro": LanguageEntry("Română", decimal_sign=","),
}
LANGUAGE_CODES: Final = tuple(LANGUAGES)


def _known(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"is none of {', '.join(LANGUAGES)}")
    return code


Language = Annotated[str, AfterValidator(_known)]
"""The code of one of LANGUAGES; a message or a file that names another is refused."""


def language_after(language: Language) -> Language:
    """Return the next of the languages, the first after the last."""
    return LANGUAGE_CODES[(LANGUAGE_CODES.index(language) + 1) % len(LANGUAGE_CODES)]

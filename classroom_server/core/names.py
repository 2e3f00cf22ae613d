"""Names that people type: trimmed, normal, printable, and short enough for a tile."""

import re
import unicodedata

from classroom_server.core.errors import RefusalCode, Refused

NAME_CHARACTERS = 60
FOLDED_CHARACTERS = 3 * NAME_CHARACTERS
"""A letter becomes three at most."""
# Letters, marks and signs that show nothing: Unicode's Default_Ignorable_Code_Point where it is not Cf, empty braille,
# the blanks of hieroglyphs, Khitan and music, and the place of an object that is not there.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U00013441\U00013442\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
# No language puts more on a letter; a heap of them covers the lines around it.
MARKS_ON_A_LETTER = 4
_VERSION_SIGNS = re.compile(r"[^0-9A-Za-z.+~_-]")
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,16}")


def clean_name(typed: str, what: str, limit: int = NAME_CHARACTERS) -> str:
    """Return the name with single blanks. Raises Refused (name_unsuitable)."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    # Cf holds the signs that turn the direction of the text round: a name must not hide what it says.
    printable = all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in name)
    visible = not _INVISIBLE.search(name) and any(unicodedata.category(sign)[0] in "LN" for sign in name)
    if len(name) > limit or not printable or not visible or _has_heap_of_marks(name):
        raise Refused(
            RefusalCode.NAME_UNSUITABLE,
            f"{what} needs a name of 1 to {limit} letters",
            hint="type a shorter name, of letters, digits and blanks",
        )
    return name


def _has_heap_of_marks(name: str) -> bool:
    in_a_row = 0
    for sign in unicodedata.normalize("NFD", name):
        in_a_row = in_a_row + 1 if unicodedata.category(sign)[0] == "M" else 0
        if in_a_row > MARKS_ON_A_LETTER:
            return True
    return False


def folded(name: str) -> str:
    """Return what all spellings of one name have in common, in any language: "ÉCOLE" is "école", "STRASSE" "straße"."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def unaccented(name: str) -> str:
    """Return what a name is looked for and sorted by: "Ángel" stands with "Angel", and is found by "angel"."""
    apart = unicodedata.normalize("NFKD", folded(name))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def clean_version(sent: str) -> str:
    """Return what a machine says of its version, of plain signs alone: it stands on pages beside what is ours."""
    return _VERSION_SIGNS.sub("?", sent)


def clean_number(typed: str) -> str:
    """Return a learner number in upper case. Raises Refused (number_unsuitable)."""
    number = typed.strip().upper()
    if not _NUMBER.fullmatch(number):
        raise Refused(
            RefusalCode.NUMBER_UNSUITABLE,
            "a learner number has 1 to 16 letters, digits or hyphens",
            hint="correct the number: no blanks and no other signs",
        )
    return number

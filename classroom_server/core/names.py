"""Names and lines that people type: trimmed, normal, printable, and a name is short enough for a tile."""

import re
import unicodedata

from classroom_server.core.errors import RefusalCode, Refused

NAME_CHARACTERS = 60
FOLDED_CHARACTERS = 3 * NAME_CHARACTERS
"""A letter becomes three at most."""
SORT_KEY_CHARACTERS = 255
"""Names of more differ before, or stand as they come."""
_DIGITS = re.compile(r"\d+")
# Letters that Unicode takes for no other letter with a mark; then apostrophes and the dot of Catalan's l·l, which are
# gone, and dashes, which are blanks.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
    | dict.fromkeys("'`\u2018\u2019\u02bc\u00b7", "")
    | dict.fromkeys("-\u2010\u2012\u2013\u2014", " ")
)
_ACUTE_ALONE = "\u00b4"
# Letters, marks and signs that show nothing: Unicode's Default_Ignorable_Code_Point where it is not Cf, empty braille,
# the blanks of hieroglyphs, Khitan and music, and the place of an object that is not there.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U00013441\U00013442\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
# Where a word may be broken, how letters join, which way a line runs: what is copied from a page or a document has
# such marks, emoji too, and whoever pastes it sees none that they could take out.
_UNSEEN_MARKS = dict.fromkeys((0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
# No language puts more on a letter; a heap of them covers the lines around it.
MARKS_ON_A_LETTER = 4
# Apart, a letter is four signs at most.
_SIGNS_A_LETTER = 4
# More than any name and any search has.
_READ_CHARACTERS = 1_000
_VERSION_SIGNS = re.compile(r"[^0-9A-Za-z.+~_-]")
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,16}")


def composed(typed: str, limit: int) -> str:
    """Return a text in Unicode's composed form, with single blanks; of one that is over its limit only that it is.

    Marks are put in order one by one: a megabyte of them, of two kinds in turn, takes minutes, in which nothing else of
    the server goes on.
    """
    text = " ".join(typed.split())[: _SIGNS_A_LETTER * (limit + 1)]
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_name(typed: str, what: str, limit: int = NAME_CHARACTERS) -> str:
    """Return the name with single blanks. Raises Refused (name_unsuitable)."""
    name = composed(typed, limit)
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


def typed_line(typed: str, limit: int) -> str:
    """Return what somebody typed or pasted as one line, composed, without marks that nobody sees."""
    return composed(typed.translate(_UNSEEN_MARKS), limit)


def _has_heap_of_marks(name: str) -> bool:
    in_a_row = 0
    for sign in unicodedata.normalize("NFD", name):
        in_a_row = in_a_row + 1 if unicodedata.category(sign)[0] == "M" else 0
        if in_a_row > MARKS_ON_A_LETTER:
            return True
    return False


def folded(name: str) -> str:
    """Return what all spellings of one name have in common, in any language: "ÉCOLE" is "école", "STRASSE" "straße"."""
    read = name[:_READ_CHARACTERS]
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", read).casefold()).split())


def searched(name: str) -> str:
    """Return what a name is looked for by, blind to case, accents and the signs within it.

    "Núñez" is found by "nunez", "Gal·la" by "galla", "O'Neil" by "oneil", "Jean-Paul" by "jean paul".
    """
    # It would fall apart into a blank and a mark, and stands for an apostrophe.
    typed = name[:_READ_CHARACTERS].replace(_ACUTE_ALONE, "'")
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", typed).casefold())
    letters = "".join(sign for sign in apart.translate(_PLAIN) if not unicodedata.combining(sign))
    return " ".join(letters.split())


def fits(find: str, *names: str) -> bool:
    """Tell whether each word that is looked for is in one of the names, in any order: "Peña, Ana" is "Ana Peña"."""
    texts = [searched(name) for name in names]
    return all(any(word in text for text in texts) for word in searched(find.replace(",", " ")).split())


def sort_key(name: str) -> str:
    """Return what names are sorted by, compared sign by sign: as they are looked for, and numbers by their value.

    "Kiosk 2" stands before "Kiosk 10", "Ángel" beside "Angel", "ñ" with "n". What is alike is in no order by it.
    """
    return _DIGITS.sub(_by_value, searched(name))[:SORT_KEY_CHARACTERS]


def _by_value(digits: re.Match[str]) -> str:
    # Its length before it: the longer number is the larger one.
    number = str(int(digits[0]))
    return f"{len(number):03}{number}"


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

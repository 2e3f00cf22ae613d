"""By what a value differs from the one that a test wants: None where it is more than one thing."""

import re
import types

from mistakes.found import Found, Values
from mistakes.likeness import without_accents

LONGEST = 300
LONGEST_WORD = 40
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_MAKERS = (types.GeneratorType, types.CoroutineType, map, filter, zip, reversed)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d]+[,.:;]?")
_SMALLEST = 1e-6


def why(values: Values, source: str) -> Found | None:
    """Return what kind of another value was given."""
    expected, received = values.expected, values.received
    if expected is not None and received is None:
        return Found("nothing-returned")
    if isinstance(received, _FUNCTIONS) and not isinstance(expected, _FUNCTIONS):
        return Found("function-returned")
    if isinstance(received, _MAKERS):
        return Found("pieces-not-collected")
    if type(received) is str and len(received) <= LONGEST:
        return _of_text(expected, received, source)
    if type(expected) is str and type(received) in {int, float} and expected == str(received):
        return Found("number-instead-of-text")
    return _of_fraction(expected, received)


def _of_fraction(expected: object, received: object) -> Found | None:
    if type(received) is not float or not isinstance(expected, (int, float)) or type(expected) is bool:
        return None
    is_near = received != expected and abs(received - expected) < _SMALLEST * max(1.0, abs(expected))
    return Found("fraction-not-exact") if is_near else None


def _of_text(expected: object, received: str, source: str) -> Found | None:
    if type(expected) is bool:
        return Found("word-in-quotes", facts={"word": received}) if received in {"True", "False"} else None
    if isinstance(expected, (int, float)):
        return _of_number(expected, received)
    if type(expected) is not str or len(expected) > LONGEST:
        return None
    if expected.lower() == received.lower():
        return Found("capital-letters-differ")
    if expected.strip() == received.strip():
        return Found("spaces-differ")
    return _blanks(expected, received) or _one_sign(expected, received) or _one_word(expected, received, source)


def _of_number(expected: float, received: str) -> Found | None:
    number = _NUMBER.search(received)
    if number is None or float(number[0]) != expected:
        return None
    if number[0] == received:
        return Found("text-instead-of-number")
    return Found("number-in-text", facts={"number": number[0]})


def _blanks(expected: str, received: str) -> Found | None:
    if "".join(expected.split()) != "".join(received.split()):
        return None
    return Found("text-blank-more" if len(received) > len(expected) else "text-blank-missing")


def _one_sign(expected: str, received: str) -> Found | None:
    shorter, longer = sorted((expected, received), key=len)
    if len(longer) - len(shorter) != 1:
        return None
    at = next((place for place, sign in enumerate(shorter) if sign != longer[place]), len(shorter))
    sign = longer[at]
    if longer[:at] + longer[at + 1 :] != shorter or sign.isalnum() or sign.isspace():
        return None
    return Found("text-sign-more" if longer == received else "text-sign-missing", facts={"sign": sign})


def _one_word(expected: str, received: str, source: str) -> Found | None:
    """Of a word that the program was given, where it comes from is the question."""
    pairs = list(zip(expected.split(), received.split(), strict=False))
    other = [(wanted, found) for wanted, found in pairs if wanted != found]
    if len(expected.split()) != len(received.split()) or len(other) != 1:
        return None
    ((right, found),) = other
    is_word = all(len(word) <= LONGEST_WORD and _WORD.fullmatch(word) for word in (right, found))
    if not is_word or found not in source:
        return None
    name = "text-accent" if without_accents(found) == without_accents(right) else "text-word-differs"
    return Found(name, facts={"found": found, "right": right})

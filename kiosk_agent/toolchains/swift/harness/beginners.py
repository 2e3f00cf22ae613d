"""Why Swift cannot read a program, told from its text: None where that is not known for sure."""

import contextlib
import re
from typing import Any

from mistakes.found import Found
from mistakes.likeness import nearest

LOOKS_ALIKE = {
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("−–—", "-"),  # noqa: RUF001 - that is the point
    "×": "*",  # noqa: RUF001
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}
_TURNED = {"=<": "<=", "=>": ">=", "=!": "!=", "<>": "!="}
_KEYWORDS = ("func", "return", "for", "while", "if", "else", "let", "var", "import", "struct", "switch", "guard")
_OWN_WORDS = {
    "if": "si se dacă daca",
    "else if": "elif elseif elsif sinosi",
    "else": "sino senão altfel",
    "for": "para per pentru foreach",
    "while": "mientras mentre enquanto cât",
    "return": "devuelve devolver retorna retorno regresa devolve returnează torna",
    "func": "función funcion funció função funcao funcție function def fun fn",
    "var": "variable",
}
_OWN = {own: word for word, words in _OWN_WORDS.items() for own in words.split()}
_MEMBERS = {
    "append": "push add agregar añadir afegir adicionar adaugă put",
    "count": "length size len longitud tamaño",
    "uppercased()": "toUpperCase upper uppercase",
    "lowercased()": "toLowerCase lower lowercase",
}
_OWN_MEMBERS = {own: word for word, words in _MEMBERS.items() for own in words.split()}
_TEXT = re.compile(r'"(?:\\.|[^"\\\n])*"')
NAME = r"[^\W\d]\w*"
_TYPED = re.compile(rf"^\s*(int|integer|double|float|string|bool|const)\s+({NAME})\s*=", re.IGNORECASE)
_NO_TEXT = re.compile(r"^error: cannot convert value of type '(Int|Double)' to expected argument type 'String'")
# More is no beginner's.
LONGEST = 20_000


def why_unread(source: str, message: str, line: int | None) -> Found | None:
    """Return why the compiler stopped at a line of the program."""
    lines = source.splitlines() if len(source) <= LONGEST else []
    if line is None or not 0 < line <= len(lines):
        return None
    bare = bare_of(lines[line - 1])
    found = next((found for find in _FINDERS if (found := find(bare, message)) is not None), None)
    if found is not None:
        return Found(found.name, line, found.facts)
    bares = [bare_of(each) for each in lines]
    return _bracket_open(bares) or _begins_as_text(lines, bare, message)


def _bracket_open(bares: list[str]) -> Found | None:
    """Return the round or square bracket that is never closed, where it is opened."""
    places: list[int] = []
    for number, bare in enumerate(bares, 1):
        for sign in re.findall(r"[(\[)\]]", bare):
            if sign in "([":
                places.append(number)
            elif places:
                places.pop()
    return Found("bracket-not-closed", places[0]) if places else None


def _begins_as_text(lines: list[str], bare: str, message: str) -> Found | None:
    added = re.match(rf"^\s*({NAME})\s*\+=", bare)
    if added is None or _NO_TEXT.match(message) is None:
        return None
    made = re.compile(rf'^\s*var\s+{added[1]}\s*=\s*""')
    line = next((number for number, text in enumerate(lines, 1) if made.match(text)), None)
    return Found("begins-as-text", line, {"name": added[1]}) if line else None


def bare_of(text: str) -> str:
    """Return a line without its comment, and with blanks in the place of what stands in quotes."""
    return _TEXT.sub(lambda each: f'"{" " * (len(each[0]) - 2)}"', text).split("//", 1)[0].rstrip()


def _strange_sign(bare: str, _: str) -> Found | None:
    sign = next((each for each in bare if each in LOOKS_ALIKE), None)
    return None if sign is None else Found("sign-looks-alike", facts={"sign": sign, "right": LOOKS_ALIKE[sign]})


def _single_quotes(bare: str, message: str) -> Found | None:
    is_it = "'" in bare and message.startswith("error: single-quoted string literal found")
    return Found("single-quotes") if is_it else None


def _own_word(bare: str, _: str) -> Found | None:
    beginning = re.match(rf"^[\s}}]*({NAME})(?=\s+[\w\"(\[]|\s*\()", bare)
    word = beginning[1] if beginning else ""
    if not word or word in _KEYWORDS:
        return None
    if word in _OWN:
        return Found("own-language", facts={"word": word, "right": _OWN[word]})
    is_call = re.match(rf"^[\s}}]*{NAME}\s*\(", bare)
    right = None if is_call else nearest(word, _KEYWORDS)
    return None if right is None else Found("keyword-misspelt", facts={"word": word, "right": right})


def _typed_name(bare: str, _: str) -> Found | None:
    made = _TYPED.match(bare)
    return made and Found("type-before-name", facts={"word": made[1], "name": made[2]})


def _loop_word(bare: str, _: str) -> Found | None:
    if re.match(rf"^\s*for\s*\(\s*{NAME}\s+in\b", bare):
        return Found("loop-in-brackets")
    word = re.match(rf"^\s*for\s+{NAME}\s+({NAME})\s+{NAME}", bare)
    if word is None or word[1] == "in":
        return None
    return Found("own-language", facts={"word": word[1], "right": "in"})


def _turned_sign(bare: str, _: str) -> Found | None:
    sign = next((each for each in re.findall(r"[=<>!]{2,3}", bare) if each in _TURNED), None)
    return None if sign is None else Found("sign-turned", facts={"sign": sign, "right": _TURNED[sign]})


def _word_for_sign(bare: str, _: str) -> Found | None:
    word = re.search(r"[\w)]\s+(and|or|AND|OR)\s+[\w(]", bare)
    sign = {"and": "&&", "or": "||"}
    return word and Found("word-for-sign", facts={"word": word[1], "right": sign[word[1].lower()]})


def _decimal_comma(bare: str, _: str) -> Found | None:
    number = re.search(r"^\s*(?:if|while|let|var|return)\b[^(\[]*?(?<![\w.,])(\d+),(\d+)(?![\w.,])", bare)
    if number is None:
        return None
    facts = {"number": f"{number[1]},{number[2]}", "right": f"{number[1]}.{number[2]}"}
    return Found("decimal-comma", facts=facts)


def _one_equals(bare: str, _: str) -> Found | None:
    asked = re.match(r"^[\s}]*(?:else\s+)?(?:if|while)\s+(?!let\b|var\b|case\b)[^=!<>]{1,80}[^=!<>]=(?!=)", bare)
    return Found("one-equals-sign") if asked else None


def _joined(bare: str, message: str) -> Found | None:
    kind = _NO_TEXT.match(message)
    if kind is None or re.search(r'"\s*\+\s*\w|\w\s*\+\s*"', bare) is None:
        return None
    return Found("operands-differ", facts={"sign": "+", "left": "String", "right": kind[1]})


def _brace(bare: str, message: str) -> Found | None:
    word = re.match(r"^[\s}]*(if|for|while|else)\b", bare)
    return (
        Found("brace-after-word", facts={"word": word[1]})
        if word and message.startswith("error: expected '{'")
        else None
    )


def _member(_: str, message: str) -> Found | None:
    said = re.match(r"^error: value of type '[^']{1,80}' has no member '(\w{1,40})'", message)
    right = said and _OWN_MEMBERS.get(said[1])
    return Found("member-misspelt", facts={"word": said[1], "right": right}) if said and right else None


def _append_stored(bare: str, _: str) -> Found | None:
    stored = re.match(rf"^\s*({NAME})\s*=\s*\1\.(append)\(", bare)
    return Found("append-stored", facts={"name": stored[1], "word": stored[2]}) if stored else None


def _own_value(_: str, message: str) -> Found | None:
    said = re.match(r"^error: cannot find '(\w{1,40})' in scope", message)
    values = {"True": "true", "False": "false", "verdadero": "true", "falso": "false", "None": "nil", "null": "nil"}
    right = values.get(said[1]) if said else None
    return Found("own-language", facts={"word": said[1], "right": right}) if said and right else None


_FINDERS = (
    *(_strange_sign, _single_quotes, _typed_name, _loop_word, _own_word, _turned_sign, _word_for_sign),
    *(_one_equals, _joined, _decimal_comma, _brace, _append_stored, _member, _own_value),
)


def with_cause(breakage: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    """Return the breakage with what the text of its line says."""
    if breakage["stage"] != "compile" or breakage["file"] not in files or breakage.get("cause"):
        return breakage
    # Whatever goes wrong in here costs the words only.
    with contextlib.suppress(Exception):
        found = why_unread(files[breakage["file"]], breakage["message"], breakage["line"])
        return breakage | ({"cause": cause_of(found), "line": found.line} if found else {})
    return breakage


def cause_of(found: Found | None) -> dict[str, Any] | None:
    """Return what was found as the report says it."""
    return None if found is None else {"name": found.name, "facts": found.facts}

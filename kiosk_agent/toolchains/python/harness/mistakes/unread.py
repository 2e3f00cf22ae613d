"""Why Python cannot read a program, told from its line: None where that is not known for sure."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mistakes.found import Found
from mistakes.likeness import BEGINS_LINE, in_python, nearest

LOOKS_ALIKE = {
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‘’´‚′", "'"),  # noqa: RUF001 - that is the point
    **dict.fromkeys("−–—", "-"),  # noqa: RUF001
    "×": "*",  # noqa: RUF001
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}
_TURNED = {"=<": "<=", "=>": ">=", "=!": "!=", "<>": "!=", "===": "==", "!==": "!="}
_WORDS = {"&&": "and", "||": "or", "!": "not"}
_MAKERS = ("let", "const", "var", "int", "float", "string", "val")
_THEN = ("then", "entonces", "llavors", "então", "entao", "atunci", "allora")
_OPENS = ("if", "elif", "else", "for", "while", "def", "class", "try", "with")
# So many words without a sign between them are a sentence.
_SENTENCE = 5
_TEXT = re.compile(r"(\"{3}|'{3}|\"|')(?:\\.|(?!\1).)*?\1")
_STRANGE = re.compile(r"character (?:'.' \()?U\+([0-9A-F]{4,6})")
_NUMBER_WORD = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[ ]?([^\W\d_]\w*)")


@dataclass(frozen=True)
class Line:
    """The line that Python could not read."""

    number: int
    text: str
    """Without its comment, and with blanks in the place of what stands in quotes."""
    message: str

    @property
    def first(self) -> str:
        """Return its first word."""
        return next(iter(re.findall(r"^\s*([^\W\d]\w*)", self.text)), "")

    def found(self, entry: str, /, **facts: str) -> Found:
        """Return what is known of this line."""
        return Found(entry, self.number, facts)


def why(source: str, message: str, number: int) -> Found | None:
    """Return why Python stopped at that line, with `message`."""
    lines = source.splitlines()
    if not 0 < number <= len(lines):
        return None
    line = Line(number, _bare(lines[number - 1]), message)
    return next((found for find in FINDERS if (found := find(line)) is not None), None)


def _bare(text: str) -> str:
    blanked = _TEXT.sub(lambda found: f"{found[1]}{' ' * (len(found[0]) - 2 * len(found[1]))}{found[1]}", text)
    return blanked.split("#", 1)[0].rstrip()


def _strange_sign(line: Line) -> Found | None:
    code = _STRANGE.search(line.message)
    sign = "" if code is None else chr(int(code[1], 16))
    return line.found("sign-looks-alike", sign=sign, right=LOOKS_ALIKE[sign]) if sign in LOOKS_ALIKE else None


def _turned_sign(line: Line) -> Found | None:
    for sign in re.findall(r"[=<>!]{2,3}", line.text):
        if sign in _TURNED:
            return line.found("sign-turned", sign=sign, right=_TURNED[sign])
    return None


def _sign_as_word(line: Line) -> Found | None:
    sign = re.search(r"&&|\|\||!(?!=)", line.text)
    return None if sign is None else line.found("sign-as-word", sign=sign[0], right=_WORDS[sign[0]])


def _plus_plus(line: Line) -> Found | None:
    step = re.fullmatch(r"\s*([^\W\d]\w*)\s*(\+\+|--);?", line.text)
    return None if step is None else line.found("plus-plus", sign=step[2], right=f"{step[1]} {step[2][0]}= 1")


def _else_question(line: Line) -> Found | None:
    if re.match(r"\s*else\s+if\b", line.text):
        return line.found("own-language", word="else if", right="elif")
    return line.found("else-with-question") if re.match(r"\s*else\s+[^\s:{]", line.text) else None


def _of_loop(line: Line) -> Found | None:
    loop = re.match(r"\s*for\s+([^\W\d]\w*)\s+([^\W\d]\w*)\s*(.?)", line.text)
    if loop is None or loop[2] == "in":
        return None
    if loop[3] == ":":
        return line.found("in-missing", first=loop[1], second=loop[2])
    return line.found("own-language", word=loop[2], right="in") if in_python("word", loop[2]) == "in" else None


def _maker(line: Line) -> Found | None:
    made = re.match(rf"\s*({'|'.join(_MAKERS)})\s+([^\W\d]\w*)\s*=", line.text)
    return None if made is None else line.found("word-too-many", word=made[1], right=f"{made[2]} = …")


def _first_word(line: Line) -> Found | None:
    word = line.first
    rest = line.text.strip().removeprefix(word)
    if not word or keyword.iskeyword(word) or not re.match(r"\s+[\w\"'\[({-]|\s*:\s*$", rest):
        return None
    if re.match(r"\s+[^\W\d]\w*\s*=(?!=)", rest):
        return None
    own = in_python("word", word)
    if own is not None and own != "in":
        return line.found("own-language", word=word, right=own)
    right = nearest(word, BEGINS_LINE)
    return None if right is None else line.found("keyword-misspelt", word=word, right=right)


def _brace(line: Line) -> Found | None:
    return line.found("brace-for-colon") if line.first in _OPENS and line.text.endswith("{") else None


def _then(line: Line) -> Found | None:
    word = re.search(r"\s([^\W\d]+)\s*:?$", line.text)
    is_then = word is not None and word[1].lower() in _THEN and line.first in {"if", "elif"}
    return line.found("then-too-many", word=word[1]) if word is not None and is_then else None


def _function_brackets(line: Line) -> Found | None:
    head = re.match(r"\s*def\s+([^\W\d]\w*)\b\s*(?:[^\s(]|$)", line.text)
    return None if head is None else line.found("def-without-brackets", name=head[1])


def _decimal_comma(line: Line) -> Found | None:
    for number in re.finditer(r"(?<![\w.,])(\d+),(\d+)(?![\w.,])", line.text):
        before = line.text[: number.start()]
        if all(before.count(one) <= before.count(other) for one, other in ("()", "[]", "{}")):
            return line.found("decimal-comma", number=number[0], right=f"{number[1]}.{number[2]}")
    return None


def _number_with_word(line: Line) -> Found | None:
    for number, word in _NUMBER_WORD.findall(line.text):
        if not keyword.iskeyword(word) and not re.fullmatch(r"[jJeExXbBoO]\w*", word):
            return line.found("number-with-word", number=number, word=word)
    return None


def _colon(line: Line) -> Found | None:
    balanced = all(line.text.count(one) == line.text.count(other) for one, other in ("()", "[]", "{}"))
    is_open = line.first in _OPENS and not line.text.endswith(":")
    asks = re.search(r"[^=!<>]=(?!=)", line.text) is None or line.first == "def"
    return line.found("colon-missing") if is_open and balanced and asks and ":" not in line.text else None


def _else_alone(line: Line) -> Found | None:
    alone = line.first in {"else", "elif"} and line.text.endswith(":") and line.message == "invalid syntax"
    return line.found("else-alone", word=line.first) if alone else None


def _two_words(line: Line) -> Found | None:
    name = re.match(r"\s*([^\W\d]\w*) +([^\W\d]\w*)\s*=(?!=)", line.text)
    if name is None or any(map(keyword.iskeyword, name.groups())):
        return None
    return line.found("name-of-two-words", first=name[1], second=name[2], right=f"{name[1]}_{name[2]}")


def _prose(line: Line) -> Found | None:
    return line.found("prose") if any(len(words.split()) >= _SENTENCE for words in _runs(line.text)) else None


def _runs(text: str) -> Iterator[str]:
    """Yield what stands in a line as words side by side, of which none is Python's."""
    for run in re.findall(r"[^\W\d]\w*(?: +[^\W\d]\w*)+", text):
        yield from re.split(rf"\b(?:{'|'.join(keyword.kwlist)})\b", run)


FINDERS = (
    *(_prose, _strange_sign, _else_question, _of_loop, _maker, _first_word, _turned_sign, _sign_as_word, _plus_plus),
    *(_brace, _then, _function_brackets, _decimal_comma, _number_with_word, _two_words, _colon, _else_alone),
)

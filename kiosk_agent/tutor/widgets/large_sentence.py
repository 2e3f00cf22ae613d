"""A few words in large letters, to be read across a room; in plain ones where a letter has no large form."""

from functools import partial

from textual.content import Content

from kiosk_agent.tutor.widgets.fitted import Fitted
from kiosk_agent.tutor.widgets.large_words import can_be_large, has_accent, large

# Between two words.
_BLANK = 4


class LargeSentence(Fitted):
    """Says it line by line, as many words to a line as fit."""

    DEFAULT_CSS = """
    LargeSentence { width: 100%; height: auto; color: $lead; text-style: bold; }
    """

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self.show_fitted(partial(_sentence, sentence))


def _sentence(sentence: str, columns: int) -> Content:
    words = sentence.lower().split()
    if not all(can_be_large(word) and _width(word) <= columns for word in words):
        return Content(sentence.center(columns))
    lines = [row.center(columns) for line in _lines(words, columns) for row in (*_rows(line), "")]
    return Content("\n".join(lines[:-1]))


def _width(word: str) -> int:
    return len(large(word)[0])


def _lines(words: list[str], columns: int) -> list[list[str]]:
    """Return the words line by line, as many on each as fit."""
    lines: list[list[str]] = []
    room = 0
    for word in words:
        room -= _BLANK + _width(word)
        if room < 0:
            lines.append([])
            room = columns - _width(word)
        lines[-1].append(word)
    return lines


def _rows(words: list[str]) -> list[str]:
    """Return the rows of one line of large words."""
    accented = any(map(has_accent, words))
    rows = (large(word, accented=accented) for word in words)
    return [(" " * _BLANK).join(row) for row in zip(*rows, strict=True)]

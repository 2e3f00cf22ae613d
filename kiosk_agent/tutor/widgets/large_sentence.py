"""A few words in large letters, to be read across a room; in plain ones where a letter has no large form."""

from textual.events import Resize

from kiosk_agent.tutor.widgets.large_words import can_be_large, large
from kiosk_agent.tutor.widgets.line import Line

# Between two words.
_BLANK = 4


class LargeSentence(Line):
    """Says it line by line, as many words to a line as fit."""

    DEFAULT_CSS = """
    LargeSentence { width: 100%; height: auto; color: $lead; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._sentence = ""

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self._sentence = sentence
        self._draw(self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Lay it out for the width that there is."""
        self._draw(event.size.width)

    def _draw(self, columns: int) -> None:
        words = self._sentence.lower().split()
        if not columns:
            return
        if all(can_be_large(word) and _width(word) <= columns for word in words):
            lines = [row.center(columns) for line in _lines(words, columns) for row in (*_rows(line), "")]
            self.show("\n".join(lines[:-1]))
        else:
            self.show(self._sentence.center(columns))


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
    return [(" " * _BLANK).join(row) for row in zip(*map(large, words), strict=True)]

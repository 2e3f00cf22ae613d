"""Words in letters of five by five, two dots a cell, to be read from across a desk; each in plain letters beside it."""

from textual.content import Content, Span

from kiosk_agent.tutor.widgets.line import Line

# The twenty letters of the fingerprint's words and six more, rows from the top, "#" a dot.
_LETTERS = {
    "a": " ## |#  #|####|#  #|#  #", "b": "### |#  #|### |#  #|### ", "d": "### |#  #|#  #|#  #|### ",
    "f": "####|#   |### |#   |#   ", "g": " ###|#   |# ##|#  #| ###", "h": "#  #|#  #|####|#  #|#  #",
    "i": "###| # | # | # |###", "j": "  ##|   #|   #|#  #| ## ", "k": "#  #|# # |##  |# # |#  #",
    "l": "#   |#   |#   |#   |####", "m": "#   #|## ##|# # #|#   #|#   #", "n": "#   #|##  #|# # #|#  ##|#   #",
    "o": " ## |#  #|#  #|#  #| ## ", "p": "### |#  #|### |#   |#   ", "r": "### |#  #|### |# # |#  #",
    "s": " ###|#   | ## |   #|### ", "t": "#####|  #  |  #  |  #  |  #  ", "u": "#  #|#  #|#  #|#  #| ## ",
    "v": "#   #|#   #|#   #| # # |  #  ", "c": " ###|#   |#   |#   | ###",
    "e": "####|#   |### |#   |####", "q": " ## |#  #|#  #|# ##| ###", "w": "#   #|#   #|# # #|## ##|#   #",
    "x": "#   #| # # |  #  | # # |#   #", "y": "#   #| # # |  #  |  #  |  #  ", "z": "####|  # | #  |#   |####",
    "-": "   |   |###|   |   ",
}  # fmt: skip
_ACCENTED = {"ă": ("a", "#  #| ## ")}
"""The letter below, and the accent's two rows of dots."""
_ROWS = 5
# Five letters of at most five dots with a gap between them, and room before the plain word.
_PLAIN_AT = 31
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def can_be_large(word: str) -> bool:
    """Tell whether every letter of `word` has a large form."""
    return all(letter in _LETTERS or has_accent(letter) for letter in word)


def has_accent(word: str) -> bool:
    """Tell whether a letter of `word` has an accent that is drawn above it."""
    return any(letter in _ACCENTED for letter in word)


def large(word: str, *, accented: bool = False) -> list[str]:
    """Return `word` as three lines of half blocks, or four with room for accents above.

    Letters that have no large form are left out.
    """
    glyphs = [_glyph(letter, accented=accented) for letter in word if can_be_large(letter)]
    rows = [" ".join(glyph[row] for glyph in glyphs) for row in range(len(glyphs[0]) if glyphs else _ROWS)]
    rows += [" " * len(rows[0])] * (len(rows) % 2)
    return [
        "".join(_HALVES[top == "#", bottom == "#"] for top, bottom in zip(rows[index], rows[index + 1], strict=True))
        for index in range(0, len(rows), 2)
    ]


def _glyph(letter: str, *, accented: bool) -> list[str]:
    """Return the rows of dots of a letter; where there is room for accents, those are three."""
    below, accent = _ACCENTED.get(letter, (letter, ""))
    rows = _LETTERS[below].split("|")
    blank = " " * len(rows[0])
    return [*(accent.split("|") if accent else (blank, blank)), blank, *rows] if accented else rows


class LargeWords(Line):
    """Shows words under each other, large, with the plain word to the right of each."""

    DEFAULT_CSS = "LargeWords { width: 38; height: auto; color: $ink; }"

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show `words`."""
        text, spans = "", []
        for word in words:
            for index, row in enumerate(large(word)):
                text += row.ljust(_PLAIN_AT)
                if index == 1:
                    spans.append(Span(len(text), len(text) + len(word), "bold $lead"))
                    text += word
                text += "\n"
        self.show(Content(text.removesuffix("\n"), spans))

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
}  # fmt: skip
_ROWS = 5
# Five letters of at most five dots with a gap between them, and room before the plain word.
_PLAIN_AT = 31
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def can_be_large(word: str) -> bool:
    """Tell whether every letter of `word` has a large form."""
    return all(letter in _LETTERS for letter in word)


def large(word: str) -> list[str]:
    """Return `word` as three lines of half blocks. Letters that have no large form are left out."""
    glyphs = [_LETTERS[letter].split("|") for letter in word if letter in _LETTERS]
    rows = [" ".join(glyph[row] for glyph in glyphs) for row in range(_ROWS)]
    rows.append(" " * len(rows[0]))
    return [
        "".join(_HALVES[top == "#", bottom == "#"] for top, bottom in zip(rows[index], rows[index + 1], strict=True))
        for index in range(0, len(rows), 2)
    ]


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

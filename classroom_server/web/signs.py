"""How an outcome stands on a page: a symbol, a word, and only then a tone (a colour)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """What stands for an outcome. `tone` is a class of the style sheet."""

    symbol: str
    word: str
    tone: str

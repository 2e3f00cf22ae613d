"""The screen as cells, for whoever may look at it from elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from textual.color import Color as Shade
from textual.strip import Strip

from kiosk_agent.protocol.screens import (
    CHARACTERS_A_CELL,
    COLUMNS_MAXIMUM,
    ROWS_MAXIMUM,
    RUNS_MAXIMUM,
    STYLES_MAXIMUM,
    CellStyle,
    Run,
    ScreenFrame,
    showable,
)
from kiosk_agent.tutor.widgets.themes import Tokens

# How much of a dimmed colour is left over its ground, as Textual draws it.
_DIM = 0.66


@dataclass
class _Styles:
    """The styles of one frame, numbered as they come."""

    tokens: Tokens
    numbers: dict[CellStyle, int] = field(default_factory=dict)
    known: dict[Style | None, int] = field(default_factory=dict)

    def number(self, style: Style | None) -> int:
        if (known := self.known.get(style)) is not None:
            return known
        # A screen of more colours than a frame takes is still read, in the first ones.
        cells = self._cells(style)
        number = self.numbers.setdefault(cells, len(self.numbers)) if len(self.numbers) < STYLES_MAXIMUM else 0
        self.known[style] = number
        return number

    def _cells(self, style: Style | None) -> CellStyle:
        if style is None:
            return CellStyle(ink=self.tokens.ink, ground=self.tokens.ground)
        ink, ground = _hex(style.color, self.tokens.ink), _hex(style.bgcolor, self.tokens.ground)
        if style.reverse:
            ink, ground = ground, ink
        if style.dim:
            ink = Shade.parse(ground).blend(Shade.parse(ink), _DIM).hex.lower()
        return CellStyle(
            ink=ink, ground=ground, bold=bool(style.bold), italic=bool(style.italic), underline=bool(style.underline)
        )


def _hex(colour: Color | None, otherwise: str) -> str:
    if colour is None or colour.is_default:
        return otherwise
    return colour.get_truecolor(DIMMED_MONOKAI).hex.lower()


def frame_of(strips: Iterable[Strip], columns: int, tokens: Tokens) -> ScreenFrame:
    """Return what lines that were drawn show, cut to what a frame takes: no text of a learner's makes it none."""
    columns = min(columns, COLUMNS_MAXIMUM)
    styles = _Styles(tokens)
    styles.number(None)
    rows: list[tuple[Run, ...]] = []
    left = RUNS_MAXIMUM - ROWS_MAXIMUM
    for strip in islice(strips, ROWS_MAXIMUM):
        rows.append(tuple(_runs(strip.crop(0, columns), styles, left)))
        left = max(0, left - len(rows[-1]))
    return ScreenFrame(columns=columns, styles=tuple(styles.numbers), rows=tuple(rows))


def _runs(strip: Strip, styles: _Styles, most: int) -> Iterator[Run]:
    """Yield a line's runs: what stands beside each other in one style, and all of what is left in the last."""
    text, last, begun = "", 0, 0
    for segment in strip:
        if segment.control:
            continue
        number = styles.number(segment.style)
        if text and number != last and begun < most:
            yield from _run(text, last)
            text, begun = "", begun + 1
        text, last = text + segment.text, number
    yield from _run(text, last)


def _run(text: str, style: int) -> Iterator[Run]:
    cells = cell_len(text)
    if cells:
        shown, most = showable(text), cells * CHARACTERS_A_CELL
        yield (shown if len(shown) <= most else _with_few_marks(shown)[:most]), cells, style


def _with_few_marks(text: str) -> str:
    """Return a text of which each letter keeps its first marks: a heap of them must not cost what stands behind it."""
    kept, marks = [], 0
    for sign in text:
        marks = 0 if cell_len(sign) else marks + 1
        if marks < CHARACTERS_A_CELL:
            kept.append(sign)
    return "".join(kept)

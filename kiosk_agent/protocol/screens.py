"""A kiosk's screen as cells, while somebody looks at it: what is asked for, and what is shown. None of it is kept.

A frame is rows of runs; a run is a text, how many cells it fills, and the number of its style in the frame's table.
"""

import unicodedata
import zlib
from typing import Annotated, Final, Self

from pydantic import Field, ValidationError, model_validator

from kiosk_agent.protocol.model import WireModel

COLUMNS_MAXIMUM: Final = 320
ROWS_MAXIMUM: Final = 100
STYLES_MAXIMUM: Final = 256
RUNS_MAXIMUM: Final = 1_600
"""Of a whole frame: twice what the most colourful screen of ours has. Each costs the page that shows it."""
SCREEN_BYTES: Final = 16 * 1024
"""A frame as it is sent."""
FRAME_BYTES: Final = 256 * 1024
"""A frame once it is unpacked; under the limit of a local message."""
FULL_SECONDS: Final = 0.5
"""Between two frames of a screen that somebody looks at in full size: nobody gets them faster."""
MINIATURE_SECONDS: Final = 3.0
"""Between two frames of one that is seen among others."""
WATCH_SECONDS: Final = 12.0
"""How long a kiosk shows itself for one word of the server, which is said again every five seconds."""
CHARACTERS_A_CELL: Final = 4
"""Letters with marks over them fill one cell with several."""
# Signs that turn a line round, end it or command a terminal; and the two that no XML may hold.
_NEVER: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_SIGNS: Final = "\ufffe\uffff"
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
WatchId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
Run = tuple[
    Annotated[str, Field(min_length=1, max_length=COLUMNS_MAXIMUM * CHARACTERS_A_CELL)],
    Annotated[int, Field(ge=1, le=COLUMNS_MAXIMUM)],
    Annotated[int, Field(ge=0, lt=STYLES_MAXIMUM)],
]

# Each fault of a hostile frame would cost more than all of an honest one: the first is enough.
Row = Annotated[tuple[Run, ...], Field(max_length=COLUMNS_MAXIMUM, fail_fast=True)]


class ScreenWatch(WireModel):
    """Data of StreamEvent.SCREEN_WATCH, and what the tutor is told: somebody looks at this kiosk's screen.

    What is shown names the watch, so that nothing of an earlier one is ever taken for the present.
    """

    watch_id: WatchId
    every_seconds: float = Field(ge=FULL_SECONDS, le=60)
    """The shortest time between two frames."""
    seconds: float = Field(ge=0, le=WATCH_SECONDS)
    """How long from now, unless it is said again; 0 ends it."""


class CellStyle(WireModel):
    """How cells are written; colours that are turned round are turned already."""

    ink: Colour
    ground: Colour
    bold: bool = False
    italic: bool = False
    underline: bool = False


class ScreenFrame(WireModel):
    """Everything that a kiosk's screen shows at one moment."""

    columns: int = Field(ge=1, le=COLUMNS_MAXIMUM)
    styles: tuple[CellStyle, ...] = Field(min_length=1, max_length=STYLES_MAXIMUM, fail_fast=True)
    rows: tuple[Row, ...] = Field(min_length=1, max_length=ROWS_MAXIMUM, fail_fast=True)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sum(map(len, self.rows)) > RUNS_MAXIMUM:
            raise ValueError("a screen has too many runs")
        for row in self.rows:
            if sum(cells for _, cells, _ in row) > self.columns:
                raise ValueError("a row is wider than its screen")
            for text, cells, style in row:
                if style >= len(self.styles):
                    raise ValueError("a run has a style that is not there")
                if len(text) > cells * CHARACTERS_A_CELL:
                    raise ValueError("a run has more characters than its cells can show")
                if not is_showable(text):
                    raise ValueError("a run has signs that are never shown")
        return self


class ScreenShown(WireModel):
    """POST /v1/screens, packed: a frame of whoever is signed in."""

    watch_id: WatchId
    sign_in_id: str = Field(max_length=36)
    frame: ScreenFrame


class ScreenUnreadable(Exception):
    """What came is no screen; nothing of it is repeated."""


def is_showable(text: str) -> bool:
    """Tell whether every sign of a text only ever shows itself."""
    return (text.isascii() and text.isprintable()) or not any(map(_is_never_shown, text))


def _is_never_shown(sign: str) -> bool:
    return unicodedata.category(sign) in _NEVER or sign in _NO_SIGNS


def showable(text: str) -> str:
    """Return a text with a mark where it had a sign that is never shown."""
    if is_showable(text):
        return text
    return "".join(REPLACEMENT if _is_never_shown(sign) else sign for sign in text)


def pack(shown: ScreenShown) -> bytes:
    """Return it as it is sent. Most of a screen is alike: packed it is a fifth."""
    return zlib.compress(shown.model_dump_json(exclude_defaults=True).encode(), level=3)


def unpack(sent: bytes) -> ScreenShown:
    """Return what was sent; it never takes more memory than a frame may. Raises ScreenUnreadable."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(sent, FRAME_BYTES)
        if not unpacking.eof or unpacking.unused_data:
            raise ScreenUnreadable
        return ScreenShown.model_validate_json(content)
    except (zlib.error, ValidationError):
        raise ScreenUnreadable from None

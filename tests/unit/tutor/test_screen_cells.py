"""What is on the screen becomes a frame that every end takes, whatever a learner wrote."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kiosk_agent.protocol.screens import RUNS_MAXIMUM, STYLES_MAXIMUM, CellStyle, ScreenFrame
from kiosk_agent.tutor.screen_cells import frame_of
from kiosk_agent.tutor.widgets.themes import THEMES

DARK = THEMES["dark"]
STYLES = st.sampled_from([
    None, Style(color="#ff0000"), Style(reverse=True), Style(dim=True), Style(color="red"), Style(bold=True),
])  # fmt: skip
LINES = st.lists(st.lists(st.tuples(st.text(max_size=40), STYLES), max_size=6), min_size=1, max_size=5)


def strips(lines: list[list[tuple[str, Style | None]]]) -> list[Strip]:
    return [Strip([Segment(text, style) for text, style in line]) for line in lines]


@given(LINES, st.integers(1, 60))
def test_any_text_in_any_style_is_a_frame(lines: list[list[tuple[str, Style | None]]], columns: int) -> None:
    frame = frame_of(strips(lines), columns, DARK)
    assert ScreenFrame.model_validate_json(frame.model_dump_json()) == frame
    assert len(frame.rows) == len(lines)


def test_colours_are_what_is_seen() -> None:
    style = Style(color="#112233", bgcolor="#445566", reverse=True, underline=True)
    frame = frame_of([Strip([Segment("one", style), Segment(" ", style), Segment("two", Style(bold=True))])], 80, DARK)
    ((first, second),) = frame.rows
    assert first[:2] == ("one ", 4)
    assert frame.styles[first[2]] == CellStyle(ink="#445566", ground="#112233", underline=True)
    assert frame.styles[second[2]] == CellStyle(ink=DARK.ink, ground=DARK.ground, bold=True)


def test_wide_letters_fill_their_cells_and_marks_over_letters_none() -> None:
    (row,) = frame_of([Strip([Segment("日本e\u0301")])], 80, DARK).rows
    assert row == (("日本e\u0301", 5, 0),)


def test_a_heap_of_marks_on_one_letter_hides_nothing_of_what_stands_behind_it() -> None:
    (row,) = frame_of([Strip([Segment("Z" + "\u0300" * 50 + " behind it")])], 80, DARK).rows
    assert row == (("Z" + "\u0300" * 3 + " behind it", 11, 0),)


def test_a_screen_of_more_runs_and_colours_than_a_frame_takes_is_still_one() -> None:
    styles = [Style(color=f"#0000{number % 200:02x}", bgcolor=f"#{number % 7:02x}0000") for number in range(2_000)]
    line = Strip([Segment("x", style) for style in styles])
    frame = frame_of([line] * 60, 320, DARK)
    assert sum(map(len, frame.rows)) <= RUNS_MAXIMUM
    assert len(frame.styles) <= STYLES_MAXIMUM
    assert all(sum(cells for _, cells, _ in row) == 320 for row in frame.rows)

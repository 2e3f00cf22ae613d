"""Cells of a kiosk are hostile: what is no screen is refused, and what is one is drawn as text in its own cells."""

import re
import uuid
from xml.etree.ElementTree import XML, Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from classroom_server.screens.picture import draw
from kiosk_agent.protocol.screens import (
    COLUMNS_MAXIMUM,
    RUNS_MAXIMUM,
    CellStyle,
    Run,
    ScreenFrame,
    ScreenShown,
    is_showable,
    pack,
    showable,
    unpack,
)

# One of each level of a frame.
FAULTS_TOLD = 3
STYLE = CellStyle(ink="#ffffff", ground="#000000")


def frame(*runs: Run, columns: int = 20) -> ScreenFrame:
    return ScreenFrame(columns=columns, styles=(STYLE,), rows=(runs,))


def parsed(drawn: str) -> Element:
    return XML(drawn)


def letters(picture: Element) -> str:
    return "".join(picture.itertext())


def kept(text: str) -> str:
    """Return a text whose spaces a browser draws, each of them."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "a\nb", "\x00", "\u202eabc", "a\u200bb", "\u2028", "\x9b", "\ufffe", "\uffff", "\ud800"]
)
def test_signs_that_do_more_than_show_themselves_make_no_frame(text: str) -> None:
    with pytest.raises(ValidationError):
        frame((text, len(text), 0))
    assert is_showable(showable(text))
    assert len(showable(text)) == len(text)


@pytest.mark.parametrize(
    "runs",
    [
        (("x" * 21, 21, 0),),
        (("x", 10, 0), ("x", 11, 0)),
        (("x", 1, 1),),
        (("x", 1, -1),),
        (("x", 0, 0),),
        (("", 1, 0),),
        (("e" + "\u0301" * 4, 1, 0),),
        (("x", 1, 0),) * (RUNS_MAXIMUM + 1),
    ],
)
def test_runs_that_do_not_fit_their_screen_make_no_frame(runs: tuple[Run, ...]) -> None:
    with pytest.raises(ValidationError):
        frame(*runs)


@pytest.mark.parametrize("colour", ["red", "#fff", "#FFFFFF", '#000000"', "url(#a)", "#00000g"])
def test_a_colour_is_six_digits_and_nothing_else(colour: str) -> None:
    with pytest.raises(ValidationError):
        CellStyle(ink=colour, ground="#000000")


@pytest.mark.parametrize("columns", [0, -1, COLUMNS_MAXIMUM + 1])
def test_a_screen_has_a_size_within_limits(columns: int) -> None:
    with pytest.raises(ValidationError):
        frame(("x", 1, 0), columns=columns)


@given(st.text(min_size=1, max_size=20))
def test_any_text_is_only_text_in_the_picture(text: str) -> None:
    shown = showable(text)
    picture = parsed(draw(frame((shown, 20, 0))))
    names = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert names <= {"svg", "rect", "text"}
    assert letters(picture) == (kept(shown) if shown.strip() else "")


def test_markup_and_scripts_of_a_learner_are_letters_and_nothing_is_styled_inline() -> None:
    text = '</text><script>alert("1")</script><image href="x"/>&amp;'
    drawn = draw(frame((text, len(text), 0), columns=80))
    assert "<script" not in drawn
    assert "<image" not in drawn
    assert not re.search(r"\sstyle=|<style|\son\w+=|href", drawn.replace("href=&quot;", ""))
    assert letters(parsed(drawn)) == kept(text)


def test_each_run_stands_in_its_own_cells_whatever_the_font() -> None:
    picture = parsed(draw(frame(("日本", 4, 0), ("abc", 3, 0))))
    texts = [element for element in picture if element.tag.endswith("text")]
    assert [(text.get("x"), text.get("textLength")) for text in texts] == [("0", "36"), ("36", "27")]


def test_what_is_packed_is_unpacked_the_same() -> None:
    shown = ScreenShown(watch_id=str(uuid.uuid4()), sign_in_id="s1", frame=frame(("ș ț ñ", 5, 0)))
    assert unpack(pack(shown)) == shown


@pytest.mark.parametrize("rows", [[[1] * 100_000], [[]] * 100_000, [1] * 100_000])
def test_a_vast_frame_is_looked_at_no_further_than_its_first_fault(rows: list[object]) -> None:
    with pytest.raises(ValidationError) as refused:
        ScreenFrame.model_validate({"columns": 80, "styles": [STYLE.model_dump()], "rows": rows})
    assert refused.value.error_count() <= FAULTS_TOLD

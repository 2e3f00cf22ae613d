"""Times, and the text of learners, as the trainer's pages write them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from classroom_server.web.spreadsheets import csv_pieces
from classroom_server.web.text.plain_text import plain, plain_lines
from classroom_server.web.times import ago, day, full, length, local_time, since
from kiosk_agent.protocol.languages import LANGUAGE_CODES

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def test_times_are_said_as_a_person_says_them() -> None:
    assert ago(NOW - timedelta(minutes=12), now=NOW, language="en") == "12 min ago"
    assert ago(NOW - timedelta(minutes=12), now=NOW, language="es") == "hace 12 min"
    assert ago(NOW - timedelta(seconds=2), now=NOW, language="en") is None
    assert ago(NOW + timedelta(seconds=2), now=NOW, language="en") is None
    assert length(38 * 60, "en") == "38 min"
    assert length(90 * 60, "es") == "90 min"


def test_escape_codes_and_signs_that_turn_the_text_round_are_shown() -> None:
    assert plain("\x1b[31m\x00\x7f\u202e\u200b\u2028\r\n\tok") == "␛[31m␀␡[202E][200B][2028]\n\tok"


def test_a_heap_of_marks_is_spelled_out_and_covers_no_line() -> None:
    assert plain("e" + "\u0301" * 6 + "x\u0301") == "e" + "\u0301" * 4 + "[0301][0301]x\u0301"
    # What languages set on a letter stays.
    vowels = "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f"
    assert plain(vowels) == vowels


@given(st.text())
def test_no_text_acts_or_hides(text: str) -> None:
    shown = plain(text)
    assert all(sign in "\n\t" or sign.isprintable() or sign.isspace() or ord(sign) > 0x9F for sign in shown)
    assert "\x1b" not in shown


@given(st.lists(st.text(alphabet="ab \t<&"), min_size=1))
def test_lines_are_counted_as_an_editor_counts_them(lines: list[str]) -> None:
    assert plain_lines("\n".join([*lines, ""])) == lines


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    text = "".join(csv_pieces(("a",), [("=1",), ("@x",), ("-7",), ("\uff1d1",), ("Ana",)]))
    assert text.removeprefix("\ufeff").splitlines() == ['"a"', '"\'=1"', '"\'@x"', '"\'-7"', '"\'\uff1d1"', '"Ana"']


def test_a_table_is_sent_while_its_lines_are_read() -> None:
    read = []

    def lines() -> Iterator[tuple[str]]:
        for number in range(10_000):
            read.append(number)
            yield ("a line of some length",)

    pieces = csv_pieces(("a",), lines())
    assert next(pieces)
    assert len(read) < 5_000
    assert sum(piece.count("line") for piece in pieces) > 5_000


def test_what_was_before_today_has_its_day_and_its_time() -> None:
    noon = NOW.astimezone().replace(hour=12)
    assert since(noon - timedelta(hours=2), now=noon, language="en") == "2 hr ago"
    assert since(noon - timedelta(days=1), now=noon, language="en") == "20 Nov, 12:00"
    assert since(noon - timedelta(days=365), now=noon, language="es") == "21 nov 2025, 12:00"
    midnight = noon.replace(hour=0)
    assert since(midnight - timedelta(minutes=5), now=midnight, language="en") == "5 min ago"
    assert local_time(noon, now=noon, language="en") == "12:00"


def test_what_a_clock_that_was_ahead_wrote_down_is_not_said_to_be_now() -> None:
    noon = NOW.astimezone().replace(hour=12)
    assert since(noon + timedelta(seconds=2), now=noon, language="en") is None
    assert since(noon + timedelta(hours=3), now=noon, language="en") == "15:00"
    assert since(noon + timedelta(days=1), now=noon, language="en") == "22 Nov, 12:00"


def test_the_clock_has_24_hours_and_one_form_in_every_language() -> None:
    midnight = NOW.astimezone().replace(hour=0, minute=9, second=3)
    assert full(midnight, "en") == "21 Nov 2026, 00:09:03"
    assert full(midnight, "es") == "21 nov 2026, 00:09:03"
    assert day(midnight, "en") == "21 Nov 2026"
    for language in LANGUAGE_CODES:
        assert f"{local_time(midnight, now=midnight, language=language)}:03" in full(midnight, language)

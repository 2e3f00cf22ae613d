"""Names that show what they say, cells that no spreadsheet runs, and hosts that are the site's."""

import unicodedata
from typing import Literal

import pytest

from classroom_server.acts import service as acts
from classroom_server.core import names
from classroom_server.core.errors import Refused
from classroom_server.core.limits.host_check import HostCheck
from classroom_server.web.spreadsheets import csv_pieces


@pytest.mark.parametrize(
    "name",
    [
        "\u3164",
        "\u2800",
        "\u115f\u1160",
        "Ana\u3164",
        "\ufe0f",
        "...",
        "\u0301",
        "A\u034fna",
        "\U00013441",
        "Ana\U00016fe4",
        "\u200b",
        "Ana\u202e",
        "\U000e0041",
        "1\u2065",
        "Ana\ufffc",
        "An" + "\u0301" * 5,
        "\u00e1" + "\u0323" * 4,
    ],
)
def test_a_name_that_hides_or_covers_something_is_none(name: str) -> None:
    with pytest.raises(Refused):
        names.clean_name(name, "a learner")


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "Ştefan Țiu",
        "李",
        "O'Neil-Pérez",
        "7B",
        "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f",
        "Nour \u0646\u0648\u0631",
    ],
)
def test_a_name_that_is_seen_is_one(name: str) -> None:
    assert names.clean_name(name, "a learner") == name


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  two\n lines\u2028and a\u00a0blank ", "two lines and a blank"),
        ("Pro\u00adgram", "Program"),
        ("\ufeffCome\u200b here\u200e, please", "Come here, please"),
        ("Good \U0001f469\u200d\U0001f3eb", "Good \U0001f469\U0001f3eb"),
        ("e\u0301", "é"),
        # Whoever sends these means something by it, and is told that it cannot be sent.
        ("\u202eturned bell\x07", "\u202eturned bell\x07"),
    ],
)
def test_what_is_pasted_into_one_line_loses_the_marks_that_nobody_sees(typed: str, line: str) -> None:
    assert names.typed_line(typed, 40) == line


def test_a_megabyte_of_marks_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Putting marks in order takes as long as their number times itself: 32,000 take a second of the whole server."""
    lengths: list[int] = []

    def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        lengths.append(len(text))
        return put_in_order(form, text)

    put_in_order = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", normalize)
    heap = "a" + "\u0301\u0316" * 250_000
    for ask in (lambda: names.clean_name(heap, "a learner"), lambda: acts.free_text(heap)):
        with pytest.raises(Refused):
            ask()
    names.folded(heap)
    assert not names.fits(heap, "Bo")
    assert max(lengths) < 10_000


def test_a_name_of_many_marks_that_are_few_letters_is_as_long_as_it_is_seen() -> None:
    # Apart it has three signs a letter, and is one of sixty letters all the same.
    assert names.clean_name("a\u0323\u0302" * 60, "a learner") == "\u1ead" * 60
    with pytest.raises(Refused):
        names.clean_name("a\u0323\u0302" * 61, "a learner")


def test_each_cell_is_quoted_so_that_no_other_separator_makes_a_formula_of_a_name() -> None:
    body = "".join(csv_pieces(["name"], [["x;=1+1;y"], ['a"b']]))
    assert body.splitlines()[1:] == ['"x;=1+1;y"', '"a""b"']


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("10.0.0.1", True), ("10.0.0.1:8443", True), ("Desk.LAN:8443", True), ("desk.lan.", True), ("[::1]:8443", True),
        ("evil.example", False), ("evil.example:8443", False), ("", False), ("desk.lan.evil.example", False),
    ],
)  # fmt: skip
def test_only_a_host_of_the_sites_certificate_is_answered(host: str, ours: bool) -> None:  # noqa: FBT001 - a table
    async def app(*_: object) -> None:
        raise AssertionError

    check = HostCheck(app, ("10.0.0.1", "desk.lan", "::1"))
    assert check._is_ours(host.encode()) is ours

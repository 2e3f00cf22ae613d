"""Dates as people type them where a browser offers no calendar."""

from datetime import date

import pytest

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.web.form_fields import day_typed


@pytest.mark.parametrize("typed", ["2027-03-09", " 2027-03-09 ", "9/3/2027", "09/03/2027", "9.3.2027", "09-03-2027"])
def test_a_date_is_read_as_browsers_send_it_and_as_our_languages_write_it(typed: str) -> None:
    assert day_typed(typed) == date(2027, 3, 9)


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_no_date_and_no_fault(typed: str) -> None:
    assert day_typed(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "20270309", "2027-W10-2", "2027-3-9", "9/3/27", "9/3.2027", "3/31/2027", "2027-02-30", "0/0/0000",
        "tomorrow", "2027-03-09T10:00", "\u0661/3/2027", "9" * 5000,
    ],
)  # fmt: skip
def test_what_could_mean_several_days_or_none_is_refused_with_the_way_to_write_it(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        day_typed(typed)
    assert refused.value.code is RefusalCode.DATE_UNREADABLE
    assert "31/12/2026" in refused.value.hint

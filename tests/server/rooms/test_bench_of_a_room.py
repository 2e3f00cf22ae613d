"""The bench of rooms measures a small one whole, and says so when a figure of the large one is not as asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.room import Figures, measure, rows
from tests.bench.server.figures import report
from tests.bench.server.open_page import Pace, PageFigures

AS_ASKED = Figures(
    ended=[200.0] * 100,
    extended=[200.0] * 100,
    attention=[200.0] * 100,
    fan_out=[100.0] * 100,
    stream_kib=120.0,
    page=PageFigures(
        idle_percent=3.0, event_processor=9.0, event_without_page=4.0, quiet_bytes=4096.0, busy_bytes=65536.0
    ),
    back=[1.0, 9.0],
    back_of_start=[1.0, 8.0],
)


def test_a_small_room_is_measured_until_all_are_back_after_a_restart() -> None:
    measured = measure(3, Pace(seconds=0.5, events=6))
    assert all(took > 0 for took in (*measured.ended, *measured.extended, *measured.attention, *measured.back))
    assert len(measured.back) == 3
    assert len(measured.ended) == len(measured.extended) == len(measured.attention) == len(measured.fan_out) == 12
    assert measured.page.busy_bytes > 0
    assert len({row.name for row in rows({3: measured})}) == 16


@pytest.mark.parametrize(
    ("large", "name"),
    [
        (replace(AS_ASKED, ended=[200.0] * 90 + [251.0] * 10), "500 kiosks: End session, p99 (ms)"),
        (replace(AS_ASKED, extended=[200.0] * 90 + [251.0] * 10), "500 kiosks: Extend, p99 (ms)"),
        (replace(AS_ASKED, attention=[200.0] * 90 + [251.0] * 10), "500 kiosks: attention, p99 (ms)"),
        (replace(AS_ASKED, back_of_start=[1.0, 10.1]), "500 kiosks: all back, once it serves (s)"),
        (
            replace(AS_ASKED, page=replace(AS_ASKED.page, event_processor=18.1)),
            "an event, page open: 500 kiosks over 10",
        ),
    ],
)
def test_a_figure_that_is_not_as_asked_fails_the_bench(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], large: Figures, name: str
) -> None:
    assert report(rows({10: AS_ASKED, 500: AS_ASKED}), tmp_path / "room.json", 0.0) == 0
    assert "NOT MET" not in capsys.readouterr().out
    assert report(rows({10: AS_ASKED, 500: large}), tmp_path / "room.json", 0.0) == 1
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "NOT MET" in line)
    assert line.startswith(name)

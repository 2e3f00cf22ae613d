"""The bench's table says of each figure what it must be, and whether it is."""

from typing import Any

import pytest

from tests.bench.jail_exercises import RAW_TOOLS, TRACKS, named_exercises
from tests.bench.jail_table import TARGETS, is_good, table

TOOLCHAINS = sorted(path.name for path in TRACKS.iterdir())


def figures(over_raw: float, milliseconds: float, cpu_seconds: float | None = 0.3) -> dict[str, Any]:
    return {
        "exercises": {"basket": "accepted", "leap": "wrong_answer"},
        "raw": "raw",
        "ways": {"warm jail": {"p50": milliseconds, "p99": milliseconds, "runs": 8, "over_raw": over_raw}},
        "hasty": {
            "p50": 1.0,
            "p99": 2.0,
            "runs": 10,
            "ready": 9,
            "half_started": 0,
            "cold_starts": 1,
            "cpu_seconds_per_run": cpu_seconds,
        },
        "raw_cpu_seconds_per_run": 0.1,
        "not_run": ["bubblewrap is not installed"],
    }


@pytest.mark.parametrize(
    ("toolchain", "over_raw", "milliseconds", "good"),
    [
        ("javascript", 0.19, 10, True),
        ("javascript", 0.2, 10, False),
        ("python", 0.71, 10, False),
        ("kotlin", 0.1, 1499, True),
        ("kotlin", 0.1, 1500, False),
        ("swift", 1.1, 2000, True),
        ("swift", 1.11, 2000, False),
        ("java", 9.0, 9000, True),
    ],
)
def test_a_figure_over_what_it_must_be_is_not_met(
    toolchain: str, over_raw: float, milliseconds: float, *, good: bool
) -> None:
    found = {toolchain: figures(over_raw, milliseconds)}
    assert is_good(found) is good
    assert ("NOT MET" in table(found, {})) is not good


def test_the_table_says_what_could_not_be_compared_and_not_be_measured() -> None:
    text = table({"java": figures(0.1, 100, None)}, {"swift": "it is not here"})
    assert "not compared: bubblewrap is not installed" in text
    assert "swift: not measured: it is not here" in text
    assert "9 found a jail ready, 0 waited for the next, 1 had to start one" in text
    assert "not counted here" in text


@pytest.mark.parametrize("toolchain", TOOLCHAINS)
def test_each_toolchain_has_one_exercise_that_passes_and_one_that_fails(toolchain: str) -> None:
    verdicts = [named.verdict for named in named_exercises(toolchain)]
    assert verdicts == ["accepted", "wrong_answer"]
    assert toolchain in RAW_TOOLS or toolchain == "web"
    assert set(TARGETS) <= set(TOOLCHAINS)

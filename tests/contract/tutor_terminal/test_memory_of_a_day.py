"""The real tutor's memory over a day of exercises opened, written in, run and left, sign-in after sign-in."""

import statistics
from collections.abc import Sequence

import pytest

from tests.bench.kiosk.memory import megabytes

MOST = 90.0
ARENA = 1.05
"""Megabytes in which Python's allocator asks the system for more (Objects/obmalloc.c): below one, nothing grew."""


def growth(measured: Sequence[float]) -> tuple[float, float]:
    """Return by how much the straight line through all of them grows, and how much of that chance alone may be.

    The second is three standard errors of the first.
    """
    turns = range(len(measured))
    slope, start = statistics.linear_regression(turns, measured)
    off = sum((one - start - slope * turn) ** 2 for turn, one in zip(turns, measured, strict=True))
    around = sum((turn - statistics.fmean(turns)) ** 2 for turn in turns)
    error = (off / (len(measured) - 2) / around) ** 0.5
    return slope * turns[-1], 3 * error * turns[-1]


def is_flat(measured: Sequence[float]) -> bool:
    grown, chance = growth(measured)
    return grown < max(chance, ARENA)


@pytest.mark.parametrize(
    ("measured", "flat"),
    [
        ([70.0, 70.4, 69.9, 70.2, 70.1, 70.3, 69.9, 70.2, 70.0, 70.3], True),
        ([70.0, 75.0, 69.0, 74.0, 71.0, 76.0, 70.0, 73.0, 72.0, 75.0], True),
        ([70.0 + turn * 0.2 for turn in range(10)], False),
        ([70.0, 70.0, 71.1, 71.1, 72.2, 72.2, 73.3, 73.3, 74.4, 74.4], False),
    ],
    ids=["still", "noisy", "a little each time", "in steps"],
)
def test_what_grows_is_told_from_noise(measured: Sequence[float], *, flat: bool) -> None:
    assert is_flat(measured) is flat


def test_a_lesson_of_many_exercises_leaves_the_tutor_small() -> None:
    first, *later = megabytes(openings=24, sign_outs=3)
    assert max(first, *later) < MOST


@pytest.mark.full
def test_a_day_of_five_hundred_openings_and_twenty_sign_outs_is_small_and_flat() -> None:
    first, *later = megabytes()
    assert max(first, *later) < MOST, later
    # The first half brings what is needed once: each exercise, each table of words.
    assert is_flat(later[len(later) // 2 :]), later

"""Tutor, agent and runner killed at random moments while a learner types, runs, comes and goes.

Nothing older than a second is lost, nothing is there twice, whoever sits there is who typed their PIN, and every run is
answered.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.kiosk.disk_pace import DiskPace
from tests.support.kiosk.kills import Kills
from tests.support.kiosk.moments import moments
from tests.support.kiosk.whole_kiosk import WholeKiosk

SEEDS = 20
"""With as many moments each: two hundred."""


@pytest.fixture
def kiosk() -> Iterator[WholeKiosk]:
    # Not below pytest's own folder: a socket's path may have 107 characters, and the runner's account gets there.
    with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
        Path(folder).chmod(0o777)
        with WholeKiosk(Path(folder)) as kiosk:
            yield kiosk


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(1, SEEDS))], ids="seed-{}".format
)
def test_programs_killed_at_any_moment_lose_and_double_nothing(kiosk: WholeKiosk, seed: int) -> None:
    with DiskPace(kiosk.folder / "pace") as pace:
        kills = Kills(kiosk, pace)
        kills.begin()
        for moment in moments(seed):
            print(moment, flush=True)
            kills.play(moment)
    kiosk.check_log()

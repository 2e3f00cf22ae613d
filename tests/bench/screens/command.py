"""`./outset bench screens`: what it costs that a trainer sees screens, and how soon a letter is on the trainer's page.

The kiosks of the wall are the real link code over TLS in one process, and type all the time; the one kiosk that is
looked at in full size is real from its keyboard on. The page is a real Chromium's.
"""

import os
import statistics
import sys
from collections.abc import Iterator, Sequence

from kiosk_agent.command_line import CommandParser, number_from
from tests.bench.screens.keystroke import KeyFigures, measure_keys
from tests.bench.screens.wall import Cost, WallFigures, measure_wall
from tests.bench.server.figures import Row, report
from tests.support.browser.chromium import chromium
from tests.support.checkout import BUILD

RESULTS = BUILD / "bench" / "screens.json"
KIOSKS = 40
SEEN_MILLISECONDS = 1500.0


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/screens.json; 1 when a figure is not what it must be."""
    parser = CommandParser(prog="./outset bench screens", description="Measure screens that are looked at.")
    parser.add_argument(
        "--kiosks", type=number_from(1, 1000), default=KIOSKS, help=f"so many on the wall instead of {KIOSKS}"
    )
    chosen = parser.parse_args(arguments)
    load_before = os.getloadavg()[0]
    with chromium() as browser:
        keys = measure_keys(browser)
        wall = measure_wall(browser, chosen.kiosks)
    return report([*key_rows(keys), *wall_rows(chosen.kiosks, wall)], RESULTS, load_before)


def key_rows(keys: KeyFigures) -> Iterator[Row]:
    """Return how soon a letter is seen, and what that takes of a kiosk."""
    percentiles = statistics.quantiles(keys.seen, n=100, method="inclusive")
    yield Row("a key until its letter is in the page, p50 (ms)", percentiles[49])
    yield Row("a key until its letter is in the page, p95 (ms)", percentiles[94], SEEN_MILLISECONDS)
    yield Row("  the tutor's processor meanwhile (%)", keys.tutor_percent)
    yield Row("  typed with nobody looking (%)", keys.tutor_unseen_percent)
    yield Row("  the agent's processor meanwhile (%)", keys.agent_percent)
    yield Row("  its own with nobody looking (%)", keys.agent_unseen_percent)


def wall_rows(kiosks: int, wall: WallFigures) -> Iterator[Row]:
    """Return what all screens cost, what one in full size does, and what the same page costs with nobody looking."""
    yield from _cost_rows(f"{kiosks} kiosks, nobody looks", wall.unseen)
    yield from _cost_rows(f"{kiosks} miniatures", wall.miniatures)
    yield from _cost_rows(f"one of {kiosks} in full size", wall.full)


def _cost_rows(name: str, cost: Cost) -> Iterator[Row]:
    yield Row(f"{name}: kiosks to server (kB/s)", cost.up_bytes / 1000)
    yield Row(f"{name}: server to page (kB/s)", cost.down_bytes / 1000)
    yield Row(f"{name}: server's processor (%)", cost.server_percent)
    yield Row(f"{name}: an agent's processor (%)", cost.agent_percent)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Whatever programs do, a long day of them leaves this machine as it was."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import SCRATCH, as_account, write_toolchain

SECONDS_A_RUN = 10
KILOBYTES_GROWN_AT_MOST = 2048
"""Of the runner itself, from the middle of the day to its end: a leak of 3 kB a run would show in 2,000."""


@pytest.mark.parametrize("runs", [100, pytest.param(2000, marks=pytest.mark.full)])
def test_nothing_is_left_after_many_runs(open_folder: Path, runs: int) -> None:
    policies = write_policies(open_folder / f"policies-of-{runs}")
    driver = DRIVERS / "nothing_left.py"
    argv = as_account([driver, policies, ROOT / "build/npm/node_modules", str(runs)])
    saw: dict[str, Any] = json.loads(process.run(argv, timeout_seconds=runs * SECONDS_A_RUN))
    print(saw)
    assert saw["wrong"] == {}
    # Otherwise no group could be left.
    assert saw["grouped"] == saw["jails"] > runs
    # Mounts of others, which this machine may have given up meanwhile, are none of ours.
    mounts = {moment: Counter(saw[moment].pop("mounts")) for moment in ("before", "after", "closed")}
    assert mounts["after"] - mounts["before"] == Counter()
    assert mounts["closed"] - mounts["before"] == Counter()
    assert saw["after"] == saw["before"]
    for kind in ("processes", "groups", "slots", "firejail", "marked"):
        assert not saw["closed"][kind], kind
    third = len(saw["kilobytes"]) // 3
    # The least of each, for one run's output may still be held when it is looked.
    grown = min(saw["kilobytes"][-third:]) - min(saw["kilobytes"][third:-third])
    assert grown <= KILOBYTES_GROWN_AT_MOST


def write_policies(folder: Path) -> Path:
    """Return a copy of our policies with a Python that has a folder to write to, and one that has hardly any time."""
    shutil.copytree(ROOT / "policies", folder)
    write_toolchain(folder, "scratch", SCRATCH)
    write_toolchain(folder, "brief", {"wall_seconds = 10.0": "wall_seconds = 0.5"})
    return folder

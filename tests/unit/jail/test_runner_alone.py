"""The runner needs nothing of a kiosk: the classroom server judges with it as it is."""

import json
import sys

from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS

KIOSK_ONLY = (
    "kiosk_agent.link",
    "kiosk_agent.tutor",
    "kiosk_agent.settings",
    "kiosk_agent.supervision",
    "textual",
    "httpx",
)


def test_runner_loads_no_part_of_a_kiosk() -> None:
    loaded = "import json, sys, kiosk_agent.runner.runner; print(json.dumps(sorted(sys.modules)))"
    argv = [sys.executable, "-c", loaded]
    said = process.run(argv, timeout_seconds=LIMIT_SECONDS, cwd=ROOT, extra_environment={"PYTHONPATH": str(ROOT)})
    names: list[str] = json.loads(said)
    assert "kiosk_agent.runner.jail.jail" in names
    assert [name for name in names if name.startswith(KIOSK_ONLY)] == []

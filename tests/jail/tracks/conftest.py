"""The outcome of every program of our own track, judged once, in jails, under the account that may have them."""

import pytest
from pydantic import BaseModel, TypeAdapter

from kiosk_agent import process
from kiosk_agent.protocol.results import Judging, Verdict
from kiosk_agent.runner.host.become import python_as_ours
from tests.support.checkout import DRIVERS, ROOT

JAVASCRIPT = ROOT / "classroom_server/tracks/javascript"
ALL_PROGRAMS_SECONDS = 900


class Outcome(BaseModel):
    verdict: Verdict
    judging: Judging
    names: tuple[str, ...]
    failed: tuple[str, ...]


OUTCOMES: TypeAdapter[dict[str, dict[str, Outcome]]] = TypeAdapter(dict[str, dict[str, Outcome]])


@pytest.fixture(scope="session", params=Judging)
def javascript_outcomes(request: pytest.FixtureRequest) -> dict[str, dict[str, Outcome]]:
    """Judge every program once in the program's own process, as on a kiosk, and once in two jails, where it counts."""
    script = DRIVERS / "answers.py"
    places = [JAVASCRIPT, ROOT / "policies", ROOT / "build/npm/node_modules"]
    command = python_as_ours([str(word) for word in (script, *places, request.param)])
    return OUTCOMES.validate_json(process.run(command, timeout_seconds=ALL_PROGRAMS_SECONDS, cwd=ROOT))

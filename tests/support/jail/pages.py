"""The pages that tests of pages change, and what hands them to a jail."""

from collections.abc import Callable

from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Judgement, RunResult
from tests.support.checkout import FIXTURES

TRACK = load_track(FIXTURES / "sample_tracks/web")
PAGE = (TRACK.exercise("greeting").folder / ".meta/index.html").read_text()
SHEET = (TRACK.exercise("greeting").folder / ".meta/style.css").read_text()
RunPage = Callable[[dict[str, object]], RunResult]
JudgePage = Callable[..., Judgement]

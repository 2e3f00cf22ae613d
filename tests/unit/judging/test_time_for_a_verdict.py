"""A kiosk that is slow, and not broken, gives its verdict: the tutor waits for all that the runner may wait for."""

from kiosk_agent.runner.jail.accounts import FREE_ACCOUNT_SECONDS
from kiosk_agent.runner.jail.jail import END_SECONDS, START_SECONDS
from kiosk_agent.runner.jail.scratch import FREE_SLOT_SECONDS
from kiosk_agent.toolchains.toolchain import load_toolchains
from kiosk_agent.tutor.learner_work import JUDGE_SECONDS
from tests.support.checkout import ROOT


def test_the_tutor_waits_longer_than_the_runner_may_take() -> None:
    every = load_toolchains(ROOT / "policies").values()
    a_start = FREE_ACCOUNT_SECONDS + FREE_SLOT_SECONDS + START_SECONDS
    a_run = max(each.limits.wall_seconds + each.limits.unwarmed_seconds for each in every)
    # The jail that was started ahead may not come about, and is then started again; a judge apart is a run too.
    assert 2 * a_start + 2 * a_run + END_SECONDS < JUDGE_SECONDS

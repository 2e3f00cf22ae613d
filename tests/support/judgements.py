"""Judgements as tests need them: whole, with only what the test is about named."""

from kiosk_agent.protocol.results import Judgement, Reason, ToolchainVersion, Verdict

NODE = ToolchainVersion(name="javascript", program="node", version="20.19.2")
EXERCISE_VERSION = "5e" * 32


def judgement_of(verdict: Verdict, **facts: object) -> Judgement:
    """Return a judgement of no tests, made by node, with `facts` over it."""
    usual: dict[str, object] = {
        "verdict": verdict,
        "reason": Reason.TESTS_PASSED if verdict is Verdict.ACCEPTED else Reason.TESTS_NOT_PASSED,
        "results": {"status": "pass" if verdict is Verdict.ACCEPTED else "fail"},
        "milliseconds": 5,
        "toolchain": NODE,
        "exercise_version": EXERCISE_VERSION,
    }
    return Judgement.model_validate(usual | facts)

"""Says, from inside a product that has the toy, what its parts make of it: `toy_driver.py POLICIES TRACK`, as JSON."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from kiosk_agent.curriculum import load_track
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.results import Cause, Comparison, ReportedTest, Results
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.judging.expected_tests import expected_names, surplus_names
from kiosk_agent.runner.pool.policies import Policies
from kiosk_agent.runner.runner import Runner
from kiosk_agent.toolchains.facts import Carrier, facts_of, packages_on, toolchain_names
from kiosk_agent.toolchains.toolchain import load_toolchains
from kiosk_agent.tutor.text.comparison import compared
from kiosk_agent.tutor.text.indent import new_line
from kiosk_agent.tutor.text.plain_words import explain
from kiosk_agent.tutor.text.words import language_title


def split_refusal(policies: Path) -> str:
    """Return what the runner says when the toy's tests are to be kept apart."""
    runner = object.__new__(Runner)
    runner._policies = Policies(policies)
    hand_in = HandIn(files={}, solution=("a",), tests=())
    try:
        runner._run_split(ExitStack(), runner.toolchain("toy"), hand_in)
    except TrackInvalid as error:
        return str(error)
    return ""


def main() -> None:
    """Print it."""
    policies, track = map(Path, sys.argv[1:])
    (exercise,) = load_track(track).exercises
    forged = Results(status="pass", tests=(ReportedTest(name="mine", status="pass"),))
    values = Comparison(expected="3", received="0")
    failed = ReportedTest(name="mine", status="fail", message="no", compared=values)
    facts = facts_of("toy")
    message = "nothing is named double"
    words = explain("toy", message, "es", cause=Cause(name="no-value"))
    said = {
        "listed": "toy" in toolchain_names(),
        "can be run": "toy" in load_toolchains(policies),
        "on the disk": packages_on(Carrier.DISK)["toy"].debian,
        "title": language_title("toy"),
        "comment": facts.comment if facts else None,
        "next line": new_line("if so then", "toy"),
        "comparison": compared(failed, "toy") == values,
        "expected": expected_names(exercise),
        "surplus": surplus_names(exercise, forged),
        "words": str(words.happened) if words else None,
        "words by the sentence alone": explain("toy", message, "es") is not None,
        "split": split_refusal(policies),
    }
    sys.stdout.write(json.dumps(said))


main()

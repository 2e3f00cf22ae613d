"""Judges every stub, right answer and wrong answer of a track in real jails. Run as the account that may have jails.

Arguments: the track's folder, the policies' folder, node_modules, where the tests run. Prints JSON:
exercise -> path of the program -> its verdict, the names of all tests, and of those that it did not pass.
"""

import json
import sys
from pathlib import Path

from classroom_server.authoring.wrong_answers import read_wrong_answers
from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.results import Judging
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner


def judged(runner: Runner, exercise: Exercise, path: str, judging: Judging) -> dict[str, object]:
    """Return what the jail and the judge make of the program at `path` in the exercise's folder."""
    judgement = runner.judge(exercise, {exercise.solution_files[0]: read_text(exercise.folder, path)}, judging)
    tests = judgement.results.tests
    return {
        "verdict": judgement.verdict,
        "judging": judgement.judging,
        "names": [test.name for test in tests],
        "failed": [test.name for test in tests if test.status != "pass"],
    }


def programs(exercise: Exercise) -> list[str]:
    """Return the paths of all programs of the exercise."""
    wrong = [answer.path for answer in read_wrong_answers(exercise.folder)]
    return [exercise.solution_files[0], exercise.exemplar_files[0], *wrong]


def main(track_folder: str, policies: str, node_modules: str, judging: str) -> None:
    """Judge all and print the outcome."""
    with Runner(staged_places(Path(policies), Path(node_modules))) as runner:
        outcome = {
            exercise.slug: {path: judged(runner, exercise, path, Judging(judging)) for path in programs(exercise)}
            for exercise in load_track(Path(track_folder)).exercises
        }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])

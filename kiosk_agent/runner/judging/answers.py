"""From an answer to its verdict, for the kinds of exercise that need no run. Pure: only the exercise is read."""

from collections.abc import Mapping

from kiosk_agent.curriculum import Exercise, exercise_version
from kiosk_agent.curriculum.kinds.task import Answered, AnswerTask
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE
from kiosk_agent.protocol.results import Judgement, Reason, Results, ToolchainVersion, Verdict

NO_TOOLCHAIN = ToolchainVersion(name="answer", program="answer", version="1")
"""What judged an answer: this, with a number that rises when an answer may come to something else than before."""


def judge_answer(exercise: Exercise, files: Mapping[str, str]) -> Judgement:
    """Return the verdict on an answer to `exercise`, whose kind needs no run. Raises TrackInvalid."""
    task = exercise.task(SOURCE_LANGUAGE)
    assert isinstance(task, AnswerTask)  # noqa: S101 - ANSWERED is made of the kinds whose task is one
    path, stub = exercise.solution_files[0], exercise.stub()
    found = task.judge(files.get(path, stub), stub)
    is_right = found.reason is Reason.ANSWER_RIGHT
    return Judgement(
        verdict=Verdict.ACCEPTED if is_right else Verdict.WRONG_ANSWER,
        reason=found.reason,
        results=_results(found, path),
        milliseconds=0,
        toolchain=NO_TOOLCHAIN,
        exercise_version=exercise_version(exercise),
        bundle_hash=exercise.bundle_hash,
    )


def _results(found: Answered, path: str) -> Results:
    placed = (each if each.line is None else each.model_copy(update={"file": path}) for each in found.checks)
    return Results(status="pass" if found.reason is Reason.ANSWER_RIGHT else "fail", tests=tuple(placed))

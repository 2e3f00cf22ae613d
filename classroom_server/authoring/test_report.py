"""What running a whole track shows: for each exercise its right answer's and its stub's verdict, and the sums."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict

from classroom_server.authoring.finding import finding_of
from classroom_server.authoring.wrong_answers import WrongAnswer, read_wrong_answers
from kiosk_agent.curriculum import Exercise, Track
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.curriculum.kinds.prediction import Prediction
from kiosk_agent.curriculum.kinds.task import AnswerTask
from kiosk_agent.curriculum.kinds.task_file import ANSWERED, TASK
from kiosk_agent.curriculum.unlisted import FILES_BESIDE
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.results import Judgement, Judging, Reason, ToolchainVersion, Verdict
from kiosk_agent.runner.judging.expected_tests import expected_names, missing_names, own_names
from kiosk_agent.runner.judging.results_json import results_json
from kiosk_agent.runner.runner import Runner

# A stub must fail by what stands in it; a limit or a broken exercise says nothing of that.
STUB_VERDICTS = frozenset({Verdict.WRONG_ANSWER, Verdict.COMPILE_ERROR, Verdict.RUNTIME_ERROR})
META = PurePosixPath(".meta")
NO_ANSWERS_FOLDER = (PurePosixPath("."), PurePosixPath(".meta"))
"""Folders in which an answer lies among much else."""
NO_ANSWER = "it has no right answer to run"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class RunRecord(_Record):
    """One run of an exercise."""

    verdict: Verdict
    judging: Judging
    milliseconds: int
    message: str = ""
    """Why, when it is not as it should be."""


class WrongRecord(_Record):
    """The run of one wrong answer."""

    path: str
    verdict: Verdict
    declared: tuple[str, ...]
    """Names of the tests that it is to fail."""
    failed: tuple[str, ...]
    """Names of those that it failed, without rows and groups."""

    @property
    def is_as_declared(self) -> bool:
        """Tell whether it failed just the tests that it is kept for."""
        return self.verdict in STUB_VERDICTS and set(self.failed) == set(self.declared)


class ExerciseRecord(_Record):
    """An exercise's runs."""

    exercise: str
    solution: RunRecord
    stub: RunRecord
    wrong: tuple[WrongRecord, ...] = ()
    tests_named: int
    """Tests that the exercise's files name."""
    tests_reported: int
    """Those of them that the right answer's results hold."""

    @property
    def solution_passed(self) -> bool:
        """Tell whether the right answer is right."""
        return self.solution.verdict is Verdict.ACCEPTED

    @property
    def stub_failed(self) -> bool:
        """Tell whether the stub fails by what stands in it."""
        return self.stub.verdict in STUB_VERDICTS

    @property
    def is_good(self) -> bool:
        """Tell whether each of its programs came to what it should."""
        return self.solution_passed and self.stub_failed and all(wrong.is_as_declared for wrong in self.wrong)


class Skipped(_Record):
    """An exercise that was not run, and why."""

    exercise: str
    reason: str


class TrackReport(_Record):
    """The whole track. `exercises` counts those that were run."""

    track: str
    toolchain: ToolchainVersion | None
    """None when nothing was run."""
    exercises: int
    solutions_passed: int
    stubs_failed: int
    skipped: tuple[Skipped, ...]
    tests_named: int
    tests_reported: int
    seconds: float
    results: tuple[ExerciseRecord, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether every right answer passed, all others failed as they should and nothing was left out."""
        return all(record.is_good for record in self.results) and not self.skipped

    @property
    def wrong_answers(self) -> tuple[WrongRecord, ...]:
        """Return the runs of all wrong answers."""
        return tuple(wrong for record in self.results for wrong in record.wrong)


def run_exercise(
    runner: Runner, exercise: Exercise, judging: Judging = Judging.IN_PROCESS
) -> tuple[ExerciseRecord | Skipped, ToolchainVersion | None]:
    """Run the exercise's right answer, its stub and its wrong answers; return what came of it, and what ran them.

    Raises JailUnavailable.
    """
    if not exercise.exemplar_files and exercise.kind not in ANSWERED:
        return Skipped(exercise=exercise.slug, reason=NO_ANSWER), None
    try:
        return _run_all(runner, exercise, judging)
    except TrackInvalid as error:
        # The others are not at fault.
        return Skipped(exercise=exercise.slug, reason=finding_of(error, exercise.folder).message), None


def _run_all(runner: Runner, exercise: Exercise, judging: Judging) -> tuple[ExerciseRecord, ToolchainVersion | None]:
    solution = runner.judge(exercise, _answer(exercise), judging)
    if isinstance(task := exercise.task(), Prediction) and not _is_true(runner, exercise, task):
        raise TrackInvalid(
            f"{task.program} does not write what the task says", hint="correct output", path=exercise.folder / TASK
        )
    stub = runner.judge(exercise, {}, judging)
    named = expected_names(exercise)
    record = ExerciseRecord(
        exercise=exercise.slug,
        solution=_record(solution, as_it_should=solution.verdict is Verdict.ACCEPTED),
        stub=_record(stub, as_it_should=stub.verdict in STUB_VERDICTS),
        wrong=tuple(_wrong(runner, exercise, answer, judging) for answer in read_wrong_answers(exercise.folder)),
        tests_named=len(named),
        tests_reported=len(named) - len(missing_names(named, solution.results)),
    )
    return record, solution.toolchain


def _is_true(runner: Runner, exercise: Exercise, task: Prediction) -> bool:
    source = read_text(exercise.folder, task.program)
    written = runner.run_program(exercise.language_name, task.program, source).output
    return task.judge(written, "").reason is Reason.ANSWER_RIGHT


def _wrong(runner: Runner, exercise: Exercise, answer: WrongAnswer, judging: Judging) -> WrongRecord:
    judgement = runner.judge(exercise, {exercise.solution_files[0]: read_text(exercise.folder, answer.path)}, judging)
    failed = [test.name for test in judgement.results.tests if test.status != "pass"]
    names = own_names(failed, answer.fails)
    return WrongRecord(path=answer.path, verdict=judgement.verdict, declared=answer.fails, failed=names)


def _answer(exercise: Exercise) -> dict[str, str]:
    """Return the right answer (path -> text): each of its files in the place of its name, or else of its number.

    What an answer has besides the files of the exercise stands beside the first of them. Raises TrackInvalid.
    """
    if isinstance(task := exercise.task(), AnswerTask):
        return {exercise.solution_files[0]: task.right_answer(exercise.stub())}
    own = {PurePosixPath(path).name: path for path in (*exercise.editor_files, *exercise.solution_files)}
    beside = PurePosixPath(exercise.solution_files[0])
    names = [PurePosixPath(answer).name for answer in exercise.exemplar_files]
    # The answer to Sum.swift may be SumExample.swift.
    stems = {
        PurePosixPath(path).stem: path for path in exercise.solution_files if PurePosixPath(path).name not in names
    }
    by_stem = {name: path for name in names for stem, path in stems.items() if name.startswith(stem)}
    by_number = dict(zip(names, exercise.solution_files, strict=False)) if own.keys().isdisjoint(names) else {}
    places = {name: str(beside.with_name(name)) for name in names} | by_stem | by_number
    paths = [own.get(name, places[name]) for name in names]
    texts = {
        path: read_text(exercise.folder, answer) for path, answer in zip(paths, exercise.exemplar_files, strict=True)
    }
    besides = {own.get(Path(path).name, str(beside.with_name(Path(path).name))): path for path in _unlisted(exercise)}
    return (
        {path: read_text(exercise.folder, answer) for path, answer in besides.items()}
        | texts
        | dict.fromkeys(_replaced(exercise), "")
    )


def _unlisted(exercise: Exercise) -> list[str]:
    """Return what lies beside the answer in a folder of its own without being listed: some tracks forget a file."""
    folders = {PurePosixPath(answer).parent for answer in exercise.exemplar_files} - set(NO_ANSWERS_FOLDER)
    suffixes = {PurePosixPath(answer).suffix for answer in exercise.exemplar_files}
    found = (path for folder in sorted(folders) for path in sorted((exercise.folder / folder).glob("*")))
    files = (path for path in found if path.suffix in suffixes and path.is_file() and not path.is_symlink())
    names = (path.relative_to(exercise.folder).as_posix() for path in islice(files, FILES_BESIDE))
    return [name for name in names if name not in exercise.exemplar_files]


def _replaced(exercise: Exercise) -> list[str]:
    """Return the exercise's files that its right answer does without.

    An answer that lies under .meta in the folders of the solution stands for all that is in those (the Swift track).
    """
    answers = {PurePosixPath(answer).parent for answer in exercise.exemplar_files} - set(NO_ANSWERS_FOLDER)
    return [
        path
        for path in exercise.editor_files
        if META / PurePosixPath(path).parent in answers and not (exercise.folder / META / path).is_file()
    ]


def _record(judgement: Judgement, *, as_it_should: bool) -> RunRecord:
    message = "" if as_it_should else _why(judgement)
    return RunRecord(
        verdict=judgement.verdict, judging=judgement.judging, milliseconds=judgement.milliseconds, message=message
    )


def _why(judgement: Judgement) -> str:
    results = results_json(judgement)
    failed = next((test for test in results.tests if test.status != "pass"), None)
    if results.message or failed is None:
        return results.message or "all tests pass"
    return f"{failed.name}: {failed.message}"


def summed(
    track: Track,
    toolchain: ToolchainVersion | None,
    records: Sequence[ExerciseRecord],
    skipped: Sequence[Skipped],
    seconds: float,
) -> TrackReport:
    """Return the report of a track."""
    return TrackReport(
        track=track.slug,
        toolchain=toolchain,
        exercises=len(records),
        solutions_passed=sum(record.solution_passed for record in records),
        stubs_failed=sum(record.stub_failed for record in records),
        skipped=tuple(skipped),
        tests_named=sum(record.tests_named for record in records),
        tests_reported=sum(record.tests_reported for record in records),
        seconds=round(seconds, 1),
        results=tuple(sorted(records, key=lambda record: record.exercise)),
    )

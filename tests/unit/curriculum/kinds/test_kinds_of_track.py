"""One exercise of each kind as a kiosk has it: judged with no jail, kept as files, said in each language."""

from pathlib import Path

import pytest

from classroom_server.attempts.reading.failures import FailureCause, failure_of
from classroom_server.attempts.verdict_signs import verdict_reason
from kiosk_agent.curriculum import ANSWERED, Kind, build_bundle, exercise_version, load_track
from kiosk_agent.curriculum.kinds.task import AnswerTask, Check
from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.protocol.results import ANSWER_REASONS, Judgement, Reason, RunResult, Submission, Verdict
from kiosk_agent.runner.judging.answers import NO_TOOLCHAIN, judge_answer
from kiosk_agent.runner.judging.judge import judge
from kiosk_agent.runner.runner import Runner
from kiosk_agent.tutor.text.explanation import explained, named_words
from kiosk_agent.tutor.text.result_page import heading, result_page
from kiosk_agent.tutor.text.translator import Translator
from tests.support.judgements import NODE
from tests.unit.curriculum.kinds.kinds_track import KINDS, copied, kind_exercise

SLUGS = [exercise.slug for exercise in load_track(KINDS).exercises if exercise.kind in ANSWERED]


def judged(slug: str, answer: str | None = None) -> Judgement:
    exercise = kind_exercise(slug)
    return judge_answer(exercise, {} if answer is None else {exercise.solution_files[0]: answer})


def read(slug: str, answer: str, language: str = "en") -> str:
    exercise = kind_exercise(slug)
    told = explained(judged(slug, answer), exercise, Translator.load(language))
    return "\n".join(page.plain for page in (heading(told, 76), result_page(told, 76))).strip()


def test_there_is_one_exercise_of_each_kind() -> None:
    assert {exercise.kind for exercise in load_track(KINDS).exercises} == {*Kind} - {Kind.CODE}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_right_answer_is_right_and_the_stub_is_not(slug: str) -> None:
    exercise = kind_exercise(slug)
    task = exercise.task()
    assert isinstance(task, AnswerTask)
    right = judged(slug, task.right_answer(exercise.stub()))
    assert (right.verdict, right.reason, right.results.status) == (Verdict.ACCEPTED, Reason.ANSWER_RIGHT, "pass")
    assert right.toolchain == NO_TOOLCHAIN
    stub = judged(slug)
    assert (stub.verdict, stub.reason) == (Verdict.WRONG_ANSWER, Reason.ANSWER_INCOMPLETE)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "answer", ["", "\n" * 60_000, "_" * 60_000, "{}" * 30_000, "\u202e\x00\ud7ff", "three-times\nonce"]
)
def test_whatever_is_handed_in_has_a_verdict_that_fits_the_wire(slug: str, answer: str) -> None:
    judgement = judged(slug, answer)
    assert judgement.verdict is Verdict.WRONG_ANSWER
    files = {kind_exercise(slug).solution_files[0]: answer}
    attempt = AttemptMade(submission=Submission(track="javascript", exercise=slug, files=files), judgement=judgement)
    assert AttemptMade.model_validate_json(attempt.model_dump_json()) == attempt


def test_a_kiosks_bundle_judges_as_the_track_does_and_has_all_languages(tmp_path: Path) -> None:
    build_bundle(KINDS, tmp_path / "javascript")
    bundle = load_track(tmp_path / "javascript")
    for exercise in load_track(KINDS).exercises:
        kept = bundle.exercise(exercise.slug)
        assert exercise_version(kept) == exercise_version(exercise)
        assert kept.languages == tuple(LANGUAGES)
        for language in LANGUAGES:
            assert kept.task(language) == exercise.task(language)


def test_another_right_answer_makes_another_version_and_another_translation_does_not(tmp_path: Path) -> None:
    track = copied(tmp_path)
    exercise = load_track(track).exercise("how-often")
    before = exercise_version(exercise)
    translation = exercise.folder / ".docs/task.es.toml"
    translation.write_text(translation.read_text(encoding="utf-8").replace("Tres", "3"), encoding="utf-8")
    assert exercise_version(exercise) == before
    task = exercise.folder / ".docs/task.toml"
    task.write_text(task.read_text(encoding="utf-8").replace("Once", "One time"), encoding="utf-8")
    assert exercise_version(exercise) != before


def test_a_learner_reads_why_an_option_is_not_right() -> None:
    assert read("how-often", "sum", "ro") == (
        "✗ Încă nu.\n✗ De 65 de ori\n  65 e suma. Bucla lucrează o dată pentru fiecare valoare, oricât\n  de mare e."
    )


def test_a_learner_reads_in_which_line_the_order_ends() -> None:
    said = read("break-minutes", "let total = 0;\nfunction totalMinutes(breaks) {\n}\n}\n  return total;\n"
                "for (const minutes of breaks) {\ntotal = total + minutes;")  # fmt: skip
    assert "✗ The order of the lines\n  break-minutes.js, line 1\n" in said
    assert "seconds" not in said


def test_a_program_without_tests_is_done_when_it_was_changed_and_comes_to_its_end() -> None:
    exercise = kind_exercise("first-output")
    assert exercise.kind is Kind.RUN_AND_LOOK
    stub = exercise.stub()
    changed = {"first-output.js": stub.replace("Ana", "Bea")}
    ended = judge(exercise, RunResult(exit_code=0, milliseconds=3, output="Good morning, Bea\n"), NODE, changed)
    assert (ended.verdict, ended.reason, ended.output) == (Verdict.ACCEPTED, Reason.RAN, "Good morning, Bea\n")
    stopped = judge(exercise, RunResult(exit_code=1, milliseconds=3, output="ReferenceError\n"), NODE, changed)
    assert stopped.verdict is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize("text", [None, "{stub}", "\n{stub}\n\n", "{stub} "])
def test_a_program_without_tests_that_is_as_it_was_given_is_not_done(text: str | None) -> None:
    exercise = kind_exercise("first-output")
    sources = {} if text is None else {"first-output.js": text.format(stub=exercise.stub())}
    ended = judge(exercise, RunResult(exit_code=0, milliseconds=3, output="Good morning, Ana\n"), NODE, sources)
    assert (ended.verdict, ended.reason, ended.output) == (
        Verdict.WRONG_ANSWER, Reason.RAN_AS_GIVEN, "Good morning, Ana\n"
    )  # fmt: skip
    told = explained(ended, exercise, Translator.load("en"))
    assert heading(told, 80).plain == "✗ Not yet."
    assert "Nothing in it is changed yet." in result_page(told, 80).plain
    assert "Good morning, Ana" in result_page(told, 80).plain


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_is_judged_by_a_runner_that_has_no_jail(slug: str) -> None:
    exercise = kind_exercise(slug)
    runner = Runner.__new__(Runner)
    assert runner.judge(exercise, {}) == judged(slug)


def test_every_check_has_words_and_every_reason_of_an_answer_its_sentence_for_trainers() -> None:
    exercise, translator = kind_exercise("break-minutes"), Translator.load("en")
    for name in Check:
        words = named_words(name, exercise, translator)
        assert words is not None
        assert words.title
        assert words.failure
    reasons = {judged("how-often", answer).reason for answer in ("", "three-times", "once", "x")}
    assert reasons == ANSWER_REASONS
    said = {verdict_reason(judged("how-often", answer), str) for answer in ("", "three-times", "once", "x")}  # type: ignore[arg-type]
    assert len(said) == len(reasons)


def test_two_learners_who_choose_alike_are_alike_for_their_trainer() -> None:
    once, again, other = (failure_of(judged("how-often", answer)) for answer in ("once", "once\n", "sum"))
    assert once is not None
    assert again is not None
    assert other is not None
    assert once.is_like(again)
    assert not once.is_like(other)
    assert once.cause is FailureCause.OTHER_ANSWER

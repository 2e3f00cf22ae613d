from dataclasses import replace
from pathlib import Path

from kiosk_agent.curriculum import Exercise, Track, load_track
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.sessions import KeptDraft
from kiosk_agent.protocol.work_files import NAMELESS
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.learner_work import LearnerWork, check_readable
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.state.lesson import Lesson
from kiosk_agent.tutor.state.path import Standing, next_exercise, steps
from tests.support.tutor.socket_fakes import NOON, reply
from tests.support.tutor.tutor_parts import write_track
from tests.support.work import work_of

ONE, TWO, THREE = "javascript/stock-count", "javascript/price-tags", "javascript/shift-plan"


def track_in(folder: Path) -> Track:
    return load_track(write_track(folder))


def standings(folder: Path, passed: set[str], last: str | None) -> str:
    signs = {Standing.DONE: "d", Standing.HERE: "H", Standing.NEXT: "n", Standing.LATER: "."}
    return "".join(signs[step.standing] for step in steps([track_in(folder)], passed, last))


def opened(lesson: Lesson, exercise: Exercise) -> str:
    nowhere = Path("/nonexistent")
    keeper = WorkKeeper(AgentClient(nowhere).request, lambda _: None)
    return LearnerWork(lesson, (), keeper, RunnerClient(nowhere)).open(exercise)


def test_a_new_learner_starts_at_the_first_exercise(tmp_path: Path) -> None:
    assert standings(tmp_path, set(), None) == "Hn."


def test_a_learner_is_where_they_stopped(tmp_path: Path) -> None:
    assert standings(tmp_path, {ONE}, TWO) == "dHn"


def test_who_solved_the_last_one_goes_on_behind_it(tmp_path: Path) -> None:
    assert standings(tmp_path, {TWO}, TWO) == ".dH"


def test_who_solved_everything_is_nowhere_left_to_go(tmp_path: Path) -> None:
    assert standings(tmp_path, {ONE, TWO, THREE}, THREE) == "ddd"


def test_a_last_exercise_that_this_kiosk_does_not_have_is_no_obstacle(tmp_path: Path) -> None:
    assert standings(tmp_path, set(), "python/gone") == "Hn."


def test_the_next_exercise_is_the_next_open_one_then_any_open_one(tmp_path: Path) -> None:
    track = track_in(tmp_path)
    one, two, three = track.exercises
    assert next_exercise([track], {ONE, TWO}, one) == three
    assert next_exercise([track], {THREE}, three) == one
    assert next_exercise([track], {ONE, TWO, THREE}, two) is None


def test_a_lesson_opens_the_newest_draft_without_what_is_unsafe(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    old = KeptDraft(track="javascript", exercise="stock-count", files=work_of("old", "stock-count.js"), saved_at=NOON)
    new = KeptDraft(
        track="javascript",
        exercise="stock-count",
        files=work_of("new\x1b[2J", "stock-count.js"),
        saved_at=NOON.replace(hour=13),
    )
    lesson = Lesson.begin(reply(), (new, old))
    assert opened(lesson, first) == "new[2J"


def test_a_draft_from_before_files_had_names_is_opened_and_goes_on_under_its_name(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    old = KeptDraft(track="javascript", exercise="stock-count", files=work_of("old", NAMELESS), saved_at=NOON)
    lesson = Lesson.begin(reply(), (old,))
    assert opened(lesson, first) == "old"
    assert lesson.write(first, "new") == {"stock-count.js": "new"}


def test_a_draft_is_opened_though_its_file_has_another_name_since(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    draft = KeptDraft(track="javascript", exercise="stock-count", files=work_of("mine", "stock.js"), saved_at=NOON)
    lesson = Lesson.begin(reply(), (draft,))
    assert opened(lesson, first) == "mine"
    assert lesson.write(first, "mine;") == {"stock-count.js": "mine;"}


def test_another_file_of_the_exercise_does_not_open_in_the_place_of_the_edited_one(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    exercise = replace(first, solution_files=("stock-count.js", "shelf.js"))
    draft = KeptDraft(track="javascript", exercise="stock-count", files=work_of("shelf", "shelf.js"), saved_at=NOON)
    assert opened(Lesson.begin(reply(), (draft,)), exercise) == first.stub()


def test_an_emptied_draft_stays_empty(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    empty = KeptDraft(track="javascript", exercise="stock-count", files=work_of("", "stock-count.js"), saved_at=NOON)
    assert Lesson.begin(reply(), (empty,)).text(first) == ""


def test_without_a_draft_the_stub_opens(tmp_path: Path) -> None:
    first = track_in(tmp_path).exercises[0]
    check_readable(first)
    assert Lesson.begin(reply(), ()).text(first).startswith("export function")

"""What one part of the server could believe because another had let it by."""

import threading
from collections.abc import Callable

import pytest

from classroom_server.core.secret_hashes import SecretHasher
from classroom_server.kiosks import service as kiosks
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from classroom_server.room_plans import service as plans
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.events import JailFaulted
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.protocol.screens import ScreenShown, pack
from tests.support.server.kiosk_client import attempt, problem
from tests.support.server.looks import Lesson, frame, looking
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

SAYS = "<script>alert(1)</script>\u202etxt\x1b[31m"


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


def in_the_middle(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do it while the server looks whether a right PIN is right: between the two halves of a sign-in."""

    def fits(_hasher: SecretHasher, _stored: str | None, _secret: str) -> bool:
        act()
        return True

    monkeypatch.setattr(SecretHasher, "fits", fits)


def test_a_kiosks_own_words_about_its_jail_are_letters(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    lesson.kiosk.send(lesson.kiosk.event(None, JailFaulted(message=SAYS)))
    for address in ("/", f"/rooms/{lesson.room_id}/kiosks/{lesson.kiosk_id}", "/kiosks"):
        page = trainer.http.get(address).text
        assert not [sign for sign in ("<script>alert", "\u202e", "\x1b") if sign in page], address


def test_a_place_of_thousands_of_digits_breaks_no_page(lesson: Lesson) -> None:
    trainer, made = lesson.trainer(), attempt("1", Verdict.COMPILE_ERROR)
    far = made.judgement.model_copy(update={"line": int("9" * 4_299), "file": "a.js"})
    body = made.model_copy(update={"judgement": far})
    events = [lesson.kiosk.event(lesson.sign_in.sign_in_id, body) for _ in range(6)]
    lesson.kiosk.send(*events)
    for address in (
        "/",
        f"/rooms/{lesson.room_id}/kiosks/{lesson.kiosk_id}",
        f"/learners/{lesson.sign_in.learner_id}",
        f"/attempts/{events[0].event_id}",
    ):
        assert trainer.http.get(address).status_code == 200, address


def test_a_kiosk_shows_no_screen_in_anothers_name_nor_its_own_in_anothers_sign_in(lesson: Lesson) -> None:
    trainer, screens = lesson.trainer(), lesson.served.parts.screens
    other = lesson.served.kiosk()
    other_id = other.kiosk_id
    other_page = f"/rooms/{lesson.room_id}/kiosks/{other_id}/screen"
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream"):
        watch = lesson.said(events)
        shown = ScreenShown(watch_id=watch.watch_id, sign_in_id=lesson.sign_in.sign_in_id, frame=frame("not theirs"))
        assert other.post(SCREENS_PATH, pack(shown)).status_code == 409
        with looking(trainer, f"{other_page}/stream"):
            eventually(lambda: screens.wish(other_id) is not None, "the other is looked at")
            assert other.post(SCREENS_PATH, pack(shown)).status_code == 409
            wish = screens.wish(other_id)
            assert wish is not None
            its_own = shown.model_copy(update={"watch_id": wish.watch_id})
            assert other.post(SCREENS_PATH, pack(its_own)).status_code == 204
            assert trainer.http.get(other_page).status_code == 204
        assert trainer.http.get(lesson.page).status_code == 204


def test_who_is_suspended_in_the_middle_of_a_sign_in_is_not_let_in(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip, database = lesson.served.add_learner("2002"), lesson.served.classroom.database

    def suspend() -> None:
        with database.write(TRAINER) as work:
            suspensions.suspend(work, slip.learner_id, SuspensionReason.SECURITY, None)

    in_the_middle(monkeypatch, suspend)
    assert problem(lesson.kiosk.try_sign_in("2002", slip.pin)).code is ProblemCode.MAY_NOT_SIGN_IN


def test_a_kiosk_that_is_moved_in_the_middle_of_a_sign_in_follows_its_new_room(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip, database = lesson.served.add_learner("2002"), lesson.served.classroom.database

    def move() -> None:
        with database.write(TRAINER) as work:
            kiosks.put(work, lesson.kiosk_id, rooms.add(work, "Other").room_id)

    in_the_middle(monkeypatch, move)
    assert problem(lesson.kiosk.try_sign_in("2002", slip.pin)).code is ProblemCode.NO_SESSION


def test_a_room_that_is_given_up_gets_no_session_no_kiosk_no_slot_and_no_page(lesson: Lesson) -> None:
    served, trainer = lesson.served, lesson.trainer()
    with served.classroom.database.write(TRAINER) as work:
        gone = rooms.add(work, "Gone").room_id
    with looking(trainer, f"/rooms/{gone}/stream") as page:
        eventually(lambda: page.events, "its page is drawn")
        with served.classroom.database.write(TRAINER) as work:
            plans.give_up(work, gone)
        eventually(lambda: ("ended", "") in page.events, "its page ends")
    token, cohort_id = trainer.form_token(), served.cohort_id()
    slot = {"weekday": "1", "cohort_id": cohort_id, "from_time": "09:00", "until_time": "10:00"}
    for path, fields in (
        (f"/rooms/{gone}/sessions", {"cohort_id": cohort_id, "minutes": "5"}),
        (f"/kiosks/{lesson.kiosk_id}/move", {"room_id": gone, "said": "yes"}),
        (f"/timetable/{gone}/slots", slot),
    ):
        assert trainer.http.post(path, data={"form_token": token, **fields}).status_code == 404, path


def test_two_trainers_who_start_at_once_start_one_session(lesson: Lesson) -> None:
    lesson.served.end_session(lesson.session)
    answers = list[int]()

    def start(trainer: TrainerClient) -> None:
        fields = {"cohort_id": lesson.served.cohort_id(), "minutes": "5"}
        answers.append(trainer.post("/", f"/rooms/{lesson.room_id}/sessions", **fields).status_code)

    threads = [threading.Thread(target=start, args=(lesson.trainer(name),)) for name in ("Ana", "Bea")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [303, 422]


def test_the_token_of_another_visit_or_in_the_address_is_none(lesson: Lesson) -> None:
    one, two = lesson.trainer(), lesson.trainer("Bea")
    end = f"/sessions/{lesson.session.session_id}/end"
    for sent in ({"form_token": two.form_token()}, {"form_token": ""}, {}):
        assert one.http.post(end, data=sent).status_code == 403
    assert one.http.post(f"{end}?form_token={one.form_token()}").status_code == 403
    assert lesson.served.open_session()

"""Looking at kiosks' screens: who may, for how long, what a hostile kiosk may send, and that nothing of it is kept."""

import uuid
import zlib

import pytest

from classroom_server.accounts import service as accounts
from classroom_server.audit.schemas import Action
from classroom_server.kiosks import service as kiosks
from kiosk_agent.errors import StorageFull
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, MINIATURE_SECONDS, ScreenShown, pack
from tests.support.server.kiosk_client import problem
from tests.support.server.looks import TEXT, Lesson, frame, looking
from tests.support.server.rooms import TRAINER
from tests.support.waiting import eventually


def test_a_look_is_asked_for_shown_and_ended_and_the_log_has_both_ends(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events:
        next(events)
        with looking(trainer, f"{lesson.page}/stream") as look:
            watch = lesson.said(events)
            assert watch.every_seconds == FULL_SECONDS
            assert trainer.http.get(lesson.page).status_code == 204
            assert lesson.show(watch).status_code == 204
            eventually(lambda: look.events == [("screen", f"{lesson.kiosk_id} 1")], "the change")
            picture = trainer.http.get(lesson.page)
            assert picture.headers["content-type"] == "image/svg+xml"
            assert picture.headers["cache-control"] == "no-store"
            assert TEXT in picture.text
        assert lesson.over(events).watch_id == watch.watch_id
    assert problem(lesson.show(watch)).code is ProblemCode.REQUEST_INVALID
    assert trainer.http.get(lesson.page).status_code == 204
    eventually(lambda: len(lesson.log()) == 2, "both ends in the log")
    assert [(action, kiosk) for action, _, kiosk in lesson.log()] == [
        (Action.SCREEN_WATCHED, lesson.kiosk_id), (Action.SCREEN_LEFT, lesson.kiosk_id),
    ]  # fmt: skip
    assert all(actor.startswith("account:") for _, actor, _ in lesson.log())


def test_the_look_of_two_ends_with_the_last_and_is_as_close_as_the_closest(lesson: Lesson) -> None:
    first, second = lesson.trainer(), lesson.trainer("Bea")
    with lesson.kiosk.stream() as events:
        next(events)
        with looking(first, f"/rooms/{lesson.room_id}/screens/stream"):
            watch = lesson.said(events)
            assert watch.every_seconds == MINIATURE_SECONDS
            with looking(second, f"{lesson.page}/stream"):
                closer = lesson.said_every(events, FULL_SECONDS)
                assert closer.watch_id == watch.watch_id
                lesson.show(closer)
                eventually(lambda: TEXT in second.http.get(lesson.page).text, "the picture")
            assert lesson.said_every(events, MINIATURE_SECONDS).seconds > 0
            assert TEXT in first.http.get(lesson.page).text
            assert second.http.get(lesson.page).status_code == 204
        assert lesson.over(events).watch_id == watch.watch_id


def test_a_kiosk_hears_of_a_look_again_and_again_so_that_a_lost_end_ends_by_itself(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream"):
        said = [lesson.said(events) for _ in range(3)]
        assert len({each.watch_id for each in said}) == 1
        assert all(0 < each.seconds <= 12 for each in said)


def test_nobody_sees_what_was_on_the_screen_of_a_learner_who_has_left(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream") as look:
        lesson.show(lesson.said(events))
        eventually(lambda: TEXT in trainer.http.get(lesson.page).text, "the picture")
        lesson.served.end_session(lesson.session)
        assert trainer.http.get(lesson.page).status_code == 204
        eventually(lambda: look.events == [("screen", f"{lesson.kiosk_id} 1")] * 2, "the page asks again")


def test_a_look_at_a_room_goes_on_beside_a_kiosk_that_leaves_and_takes_in_one_that_comes(lesson: Lesson) -> None:
    trainer, screens = lesson.trainer(), lesson.served.parts.screens
    beside = lesson.served.kiosk(name="Beside").kiosk_id
    with looking(trainer, f"/rooms/{lesson.room_id}/screens/stream") as look:
        eventually(lambda: screens.wish(lesson.kiosk_id) and screens.wish(beside), "both are looked at")
        before = screens.wish(beside)
        with lesson.served.classroom.database.write(TRAINER) as work:
            kiosks.retire(work, lesson.kiosk_id)
        eventually(lambda: screens.wish(lesson.kiosk_id) is None, "the one that left is not")
        came = lesson.served.kiosk(name="New").kiosk_id
        eventually(lambda: screens.wish(came), "the one that came is")
        assert screens.wish(beside) == before
        assert not look.closed.is_set()
    eventually(lambda: len(lesson.log()) == 6, "all ends in the log")
    acts = [(action, kiosk) for action, _, kiosk in lesson.log()]
    assert acts[2:4] == [(Action.SCREEN_LEFT, lesson.kiosk_id), (Action.SCREEN_WATCHED, came)]
    assert set(acts[4:]) == {(Action.SCREEN_LEFT, beside), (Action.SCREEN_LEFT, came)}


def test_a_look_that_cannot_be_written_down_does_not_begin_and_is_told_why(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(*_facts: object, how: str) -> None:
        raise StorageFull(f"no row for a {how} look", hint="free some space")

    trainer = lesson.trainer()
    monkeypatch.setattr("classroom_server.screens.service.begin", fill_the_disk)
    for address in (f"{lesson.page}/stream", f"/rooms/{lesson.room_id}/screens/stream"):
        with looking(trainer, address) as look:
            eventually(look.closed.is_set, "the stream has ended")
            assert look.events == [("unwritten", "")]
    assert lesson.served.parts.screens.wish(lesson.kiosk_id) is None
    assert lesson.log() == []


def test_who_may_not_see_screens_sees_none_and_no_kiosk_of_another_room(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = lesson.trainer()
    elsewhere = f"/rooms/{lesson.room_id}/kiosks/{uuid.uuid4()}/screen"
    for address in (elsewhere, f"{elsewhere}/stream", f"/rooms/{uuid.uuid4()}/screens/stream"):
        assert trainer.http.get(address).status_code == 404
    monkeypatch.setattr(accounts, "find_visit", lambda *_, **__: None)
    for address in (f"{lesson.page}/stream", f"/rooms/{lesson.room_id}/screens/stream"):
        assert "event: ended" in trainer.http.get(address).text
    assert not lesson.log()


STAMP = str(uuid.uuid4())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no screen",
        zlib.compress(b"{}"),
        zlib.compress(b" " * 50_000_000, 9)[: 16 * 1024],
        zlib.compress(b"[" * 200_000),
        zlib.compress(pack(ScreenShown(watch_id=STAMP, sign_in_id="s", frame=frame()))),
        pack(ScreenShown(watch_id=STAMP, sign_in_id="s", frame=frame())) + b"more",
    ],
)
def test_what_is_no_screen_is_refused_and_not_repeated(lesson: Lesson, body: bytes) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream"):
        lesson.said(events)
        refused = problem(lesson.kiosk.post(SCREENS_PATH, body))
        assert (refused.code, refused.message) == (ProblemCode.REQUEST_INVALID, "the body is no screen")


def test_a_screen_too_large_too_often_or_of_a_stranger_is_refused(lesson: Lesson) -> None:
    assert problem(lesson.kiosk.post(SCREENS_PATH, b"x" * 16_385)).code is ProblemCode.REQUEST_TOO_LARGE
    stranger = lesson.served.kiosk(approved=False)
    stranger.enrol()
    assert problem(stranger.post(SCREENS_PATH, b"x")).code is ProblemCode.KIOSK_NOT_APPROVED
    codes = [problem(lesson.kiosk.post(SCREENS_PATH, b"x")).code for _ in range(50)]
    assert codes[0] is ProblemCode.REQUEST_INVALID
    assert ProblemCode.SLOW_DOWN in codes


def test_nothing_of_a_screen_is_stored_or_logged(lesson: Lesson, caplog: pytest.LogCaptureFixture) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream"):
        lesson.show(lesson.said(events))
        eventually(lambda: TEXT in trainer.http.get(lesson.page).text, "the picture")
        kept = _holds(lesson)
    assert not kept
    assert not _holds(lesson)
    assert TEXT not in caplog.text


def _holds(lesson: Lesson) -> list[str]:
    """Return the files of the server's folder, its database and its log among them, that hold what was shown."""
    folder = lesson.served.parts.settings.folder
    return [str(path) for path in folder.rglob("*") if path.is_file() and b"only_on_the_screen" in path.read_bytes()]

"""Who needs the trainer, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from classroom_server.attempts.reading.failures import Failure, FailureCause
from classroom_server.attempts.reading.hints import HintsTaken
from classroom_server.everyone_out.schemas import EveryoneOut
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.learners.schemas import Cohort
from classroom_server.room_page.need_words import NAMED, draw_needs
from classroom_server.room_page.needs import IDLE
from classroom_server.room_page.schemas import RoomView, Tile, TileCondition
from classroom_server.room_page.wall import Wall, draw_up
from classroom_server.rooms.schemas import Room, Seat
from classroom_server.sessions.schemas import ClassSession
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import load_words
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict

NOTHING_BACK = Failure(FailureCause.NOTHING_BACK, test="two shelves", file="stock.js", line=7)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def tile(name: str, **facts: Any) -> Tile:  # noqa: ANN401 - whatever fields a test is about
    nobody: dict[str, Any] = {
        "kiosk_id": name,
        "name": name,
        "condition": TileCondition.OPEN,
        "last_seen_at": NOW,
        "attempts": 0,
        "alike": 0,
        "trail": (),
    }
    empty: dict[str, Any] = dict.fromkeys(Tile.__dataclass_fields__)
    return Tile(**(empty | nobody | facts))


def working(name: str, **facts: Any) -> Tile:  # noqa: ANN401 - as above
    signed_in = {"condition": TileCondition.SIGNED_IN, "sign_in_id": name, "learner_name": name}
    return tile(name, **(signed_in | {"track": "javascript", "exercise": "bus-fare"} | facts))


def wall(*tiles: Tile, waiting: tuple[EnrolledKiosk, ...] = (), minutes: float = 38) -> Wall:
    session = ClassSession("s", "r", "c", "Arrays", NOW, NOW + timedelta(minutes=minutes), None)
    view = RoomView(now=NOW, room=Room("r", "Room 1"), others=(), session=session, tiles=tiles, waiting=waiting)
    return draw_up(view, (Cohort("c", "Mornings", 9),), ExerciseTitles(Path("/nowhere")), load_words("en"))


def test_the_most_urgent_need_comes_first_and_no_tile_moves() -> None:
    asking = EnrolledKiosk("w", "New", Approval.PENDING, ("a",) * 6, "k", "", NOW, NOW, None, None)
    drawn = wall(
        working("stuck", last_verdict=Verdict.WRONG_ANSWER, attempts=4),
        working("away", condition=TileCondition.AWAY),
        working("fault", jail_fault="no jail"),
        waiting=(asking,),
    )
    assert [need.who for need in drawn.needs] == ["fault", "away", "stuck", "New"]
    assert [tile.kiosk_name for tile in drawn.tiles] == ["stuck", "away", "fault"]
    assert all(tile.trouble for tile in drawn.tiles)


def test_that_everyone_was_sent_out_stands_first_with_those_that_may_not_have_heard_of_it() -> None:
    at = NOW - timedelta(minutes=2)
    out = EveryoneOut("o", "r", "s", at, None)
    away = {"condition": TileCondition.AWAY}
    tiles = (
        tile("locked", condition=TileCondition.LOCKED),
        tile("cable", last_seen_at=at - timedelta(seconds=8), **away),
        tile("heard of it", last_seen_at=at + timedelta(seconds=8), **away),
        tile("off since yesterday", last_seen_at=at - timedelta(days=1), **away),
        tile("fault", jail_fault="no jail"),
    )
    view = RoomView(now=NOW, room=Room("r", "Room 1"), others=(), session=None, tiles=tiles, waiting=(), outs=(out,))
    titles, words = ExerciseTitles(Path("/nowhere")), load_words("en")
    first, second = draw_needs(view, titles, words)
    assert (first.who, first.href, first.since) == ("Everyone was sent out", "/out/o", at)
    assert first.what == "not told yet: cable. Go there; then say why"
    assert second.who == "fault"
    later = replace(view, now=at + timedelta(minutes=16))
    assert draw_needs(later, titles, words)[0].what == "say why, now that there is time"
    twice = draw_needs(replace(later, outs=(out, replace(out, out_id="p"))), titles, words)[0]
    assert [link.href for link in twice.links] == ["/out/o", "/out/p"]


def test_who_passes_or_tries_a_few_times_needs_nobody() -> None:
    drawn = wall(
        working("passed", last_verdict=Verdict.ACCEPTED, attempts=9),
        working("trying", last_verdict=Verdict.WRONG_ANSWER, attempts=3),
        working("not judged", last_verdict=Verdict.INTERNAL_ERROR, attempts=9),
        tile("empty seat", condition=TileCondition.AWAY),
    )
    assert drawn.needs == ()
    assert not any(tile.trouble for tile in drawn.tiles)


def test_the_counts_have_their_denominators() -> None:
    drawn = wall(working("a"), tile("b"), tile("c", condition=TileCondition.AWAY))
    assert (drawn.signed_in, drawn.cohort_size) == (1, 9)
    assert (drawn.answering, len(drawn.tiles)) == (2, 3)


def test_a_minute_that_has_begun_still_counts() -> None:
    assert wall(minutes=37.2).minutes_left == 38
    assert wall(minutes=0.1).minutes_left == 1
    assert wall(minutes=-3).minutes_left == 0


def stuck(name: str, failure: Failure = NOTHING_BACK, **facts: Any) -> Tile:  # noqa: ANN401 - as above
    failing = {"last_verdict": Verdict.WRONG_ANSWER, "attempts": 5, "alike": 3, "last_attempt_at": NOW}
    return working(name, failure=failure, **(failing | facts))


def asking(name: str) -> EnrolledKiosk:
    return EnrolledKiosk(name, name, Approval.PENDING, ("a",) * 6, "k", "", NOW, NOW, None, None)


def out_of_hints(name: str, **facts: Any) -> Tile:  # noqa: ANN401 - as above
    hints = HintsTaken(taken=3, of_all=3, last_at=NOW - timedelta(minutes=4), has_passed=False)
    failing = {"last_verdict": Verdict.WRONG_ANSWER, "attempts": 1, "last_attempt_at": NOW, "hints": hints}
    return working(name, **(failing | {"active_at": NOW} | facts))


def test_who_has_all_hints_comes_with_a_question_and_alike_ones_are_one_row() -> None:
    (need,) = wall(out_of_hints("Ana")).needs
    assert need.what == "has all hints of bus-fare, and has not passed, at Ana"
    assert need.since == NOW - timedelta(minutes=4)
    assert need.advice is not None
    assert need.advice.question.startswith("Which of the hints")
    (both,) = wall(out_of_hints("Ana"), out_of_hints("Omar")).needs
    assert both.who == "2 learners have all hints of bus-fare, and have not passed"


def test_a_learner_is_in_one_row_though_there_are_two_reasons() -> None:
    (need,) = wall(out_of_hints("Ana", attempts=4)).needs
    assert (need.cause, need.what) == ("stuck", "4 attempts at bus-fare, at Ana, 3 hints taken: all")
    (need,) = wall(out_of_hints("Ana", active_at=NOW - IDLE)).needs
    assert need.cause == "idle"


def test_hints_are_no_need_before_the_exercise_was_tried_with_them() -> None:
    hints = HintsTaken(taken=3, of_all=3, last_at=NOW, has_passed=False)
    assert wall(out_of_hints("Ana", last_attempt_at=NOW - timedelta(seconds=1), hints=hints)).needs == ()


def test_what_is_alike_is_one_row_that_names_each() -> None:
    lost = [working(f"Kiosk {number}", condition=TileCondition.AWAY) for number in range(1, 4)]
    drawn = wall(*lost, waiting=tuple(asking(f"New {number}") for number in range(1, 6)))
    silent, waiting = drawn.needs
    assert silent.who == "3 kiosks do not answer: look at power and cables"
    assert [link.text for link in silent.links] == ["Kiosk 1", "Kiosk 2", "Kiosk 3"]
    assert silent.links[0].href == "/rooms/r/kiosks/Kiosk 1"
    assert (waiting.who, len(waiting.links)) == ("5 kiosks wait for approval", 5)


def test_a_row_of_a_whole_room_names_a_few_and_counts_the_others() -> None:
    (silent,) = wall(*(working(f"{number:02}", condition=TileCondition.AWAY) for number in range(40))).needs
    assert (len(silent.links), silent.unnamed) == (NAMED, 40 - NAMED)


def test_learners_come_before_machines_that_nobody_sits_at() -> None:
    drawn = wall(
        tile("cloned", is_twofold=True),
        tile("sealed", missed_row=7),
        out_of_hints("hints"),
        working("idle", active_at=NOW - IDLE),
        stuck("stuck"),
        working("away", condition=TileCondition.AWAY),
        working("fault", jail_fault="no jail"),
        waiting=(asking("New"),),
    )
    assert [need.cause for need in drawn.needs] == [
        "cannot_run", "no_answer", "stuck", "idle", "out_of_hints", "two_machines", "log_changed", "approval",
    ]  # fmt: skip


def test_a_stuck_learner_comes_with_the_test_the_cause_and_one_question() -> None:
    (need,) = wall(stuck("Ana", attempts=3)).needs
    assert need.what == "3 attempts at bus-fare, at Ana, the last 3 alike"
    assert need.href == "/rooms/r/kiosks/Ana"
    assert need.advice is not None
    assert (need.advice.test, need.advice.place) == ("two shelves", "stock.js, line 7")
    assert need.advice.cause.startswith("It gives nothing back")
    assert need.advice.question.endswith("Who gets it?")


def test_those_who_are_stuck_alike_are_one_row_and_others_have_their_own() -> None:
    drawn = wall(stuck("Ana"), stuck("Omar"), stuck("Iker", Failure(FailureCause.ENDLESS)))
    assert sorted((need.who, len(need.links)) for need in drawn.needs) == [
        ("2 learners fail alike at bus-fare", 2),
        ("Iker", 0),
    ]


def test_who_types_again_or_has_no_open_kiosk_is_not_idle() -> None:
    long_ago = NOW - 2 * IDLE
    drawn = wall(
        working("typing", active_at=NOW - IDLE + timedelta(seconds=1)),
        working("locked", condition=TileCondition.LOCKED, active_at=long_ago),
        tile("empty"),
    )
    assert drawn.needs == ()


def test_a_learners_own_text_is_shown_plain_and_cut() -> None:
    hostile = "\u202e\x1b[2J" + "x" * 5000
    failure = Failure(FailureCause.OTHER_VALUE, test=hostile, file=hostile, line=1, expected=hostile, received=hostile)
    (need,) = wall(stuck("Ana", failure)).needs
    assert need.advice is not None
    for text in (need.advice.test, need.advice.cause, need.advice.place):
        assert text.isprintable()
        assert len(text) < 300


def test_tiles_lie_as_the_seats_do_with_gaps_and_who_has_no_seat_comes_after() -> None:
    drawn = wall(
        tile("window", seat=Seat(2, 3)), tile("door", seat=Seat(2, 5)), tile("back", seat=Seat(4, 4)), tile("none")
    )
    names = [[place.kiosk_name if place else "" for place in row] for row in drawn.plan]
    assert names == [["window", "", "door"], ["", "", ""], ["", "back", ""]]
    assert [place.kiosk_name for place in drawn.unplanned] == ["none"]


def test_a_trail_is_read_without_colours() -> None:
    verdicts = (Verdict.WRONG_ANSWER, Verdict.INTERNAL_ERROR, Verdict.ACCEPTED)
    (drawn,) = wall(working("a", last_verdict=Verdict.ACCEPTED, trail=verdicts, attempts=3)).tiles
    assert "".join(sign.symbol for sign in drawn.trail) == "✗!✓"
    assert drawn.verdict
    assert drawn.verdict.word == "Passed"

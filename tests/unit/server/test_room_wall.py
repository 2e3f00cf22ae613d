"""Who needs the trainer, and in which order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.learners.schemas import Cohort
from classroom_server.room_page.schemas import RoomView, Tile, TileCondition
from classroom_server.room_page.seats import Wall, draw_up
from classroom_server.rooms.schemas import Room
from classroom_server.sessions.schemas import ClassSession
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import load_words
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def tile(name: str, **facts: Any) -> Tile:  # noqa: ANN401 - whatever fields a test is about
    nobody: dict[str, Any] = {
        "kiosk_id": name,
        "name": name,
        "condition": TileCondition.OPEN,
        "last_seen_at": NOW,
        "attempts": 0,
    }
    empty: dict[str, Any] = dict.fromkeys(Tile.__dataclass_fields__)
    return Tile(**(empty | nobody | facts))


def working(name: str, **facts: Any) -> Tile:  # noqa: ANN401 - as above
    signed_in = {"condition": TileCondition.SIGNED_IN, "sign_in_id": name, "learner_id": name, "learner_name": name}
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
    assert [seat.kiosk_name for seat in drawn.seats] == ["stuck", "away", "fault"]
    assert all(seat.trouble for seat in drawn.seats)


def test_who_passes_or_tries_a_few_times_needs_nobody() -> None:
    drawn = wall(
        working("passed", last_verdict=Verdict.ACCEPTED, attempts=9),
        working("trying", last_verdict=Verdict.WRONG_ANSWER, attempts=3),
        working("not judged", last_verdict=Verdict.INTERNAL_ERROR, attempts=9),
        tile("empty seat", condition=TileCondition.AWAY),
    )
    assert drawn.needs == ()
    assert not any(seat.trouble for seat in drawn.seats)


def test_the_counts_have_their_denominators() -> None:
    drawn = wall(working("a"), tile("b"), tile("c", condition=TileCondition.AWAY))
    assert (drawn.signed_in, drawn.cohort_size) == (1, 9)
    assert (drawn.answering, len(drawn.seats)) == (2, 3)


def test_a_minute_that_has_begun_still_counts() -> None:
    assert wall(minutes=37.2).minutes_left == 38
    assert wall(minutes=0.1).minutes_left == 1
    assert wall(minutes=-3).minutes_left == 0

"""The page of one kiosk: what it shows of who sits there, and what its stream sends."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from classroom_server.room_page import kiosk_view
from classroom_server.room_page.kiosk_pages import PARTS
from classroom_server.room_page.kiosk_view import STEPS_A_PAGE
from classroom_server.room_page.needs import IDLE, NeedCause, gather
from classroom_server.room_page.open_pages import LIVE_PAGES_MAXIMUM
from classroom_server.rooms import service as rooms
from classroom_server.web import times
from kiosk_agent.protocol.events import ExerciseOpened, SignedOut
from tests.support.browser import lessons
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import LIMIT_SECONDS


def address(served: ServedRoom, kiosk: KioskClient) -> str:
    return f"/rooms/{served.first_room_id()}/kiosks/{kiosk.kiosk_id}"


def numbers(page: str) -> list[int]:
    """Return the attempts that a page lists, by their numbers."""
    return [int(number) for number in re.findall(r'<summary><span class="number">(\d+)</span>', page)]


def parts(answer: httpx.Response) -> Iterator[tuple[str, str]]:
    name, text = "", ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name, text = line.removeprefix("event: "), ""
        elif line.startswith("data: "):
            text += line.removeprefix("data: ") + "\n"
        elif not line and name:
            yield name, text
            name = ""


def test_attempts_come_with_what_changed_the_newest_first_in_pages(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    texts = [f"{lessons.EMPTY}// try {number}\n" for number in range(STEPS_A_PAGE + 2)]
    kiosk.send(*(kiosk.event(sign_in_id, lessons.run_of(text, 1)) for text in texts))
    first = ana.http.get(address(served, kiosk)).text
    assert numbers(first) == list(range(STEPS_A_PAGE + 2, 2, -1))
    assert re.search("<del.*?// try 10", first)
    assert re.search("<ins.*?// try 11", first)
    assert "1 of 3 tests pass" in first
    last = ana.http.get(address(served, kiosk), params={"page": "2"}).text
    assert numbers(last) == [2, 1]
    assert re.search("<ins.*?// try 1", last), "the oldest of a page is compared too"
    assert 'sse-swap="attempts"' not in last, "a page of the past stays as it is"


@pytest.mark.parametrize("page", ["9" * 500, "0", "-1", "x"])
def test_a_page_that_cannot_be_is_refused_in_words(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, page: str
) -> None:
    answer = ana.http.get(address(served, kiosk), params={"page": page})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_page_behind_the_last_is_the_last(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(kiosk.event(sign_in_id, lessons.run_of(lessons.EMPTY, 0)))
    assert numbers(ana.http.get(address(served, kiosk), params={"page": "7"}).text) == [1]


def test_a_kiosk_is_found_in_its_own_room_alone(served: ServedRoom, ana: TrainerClient, kiosk: KioskClient) -> None:
    kiosk_id = kiosk.kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        other = rooms.add(work, "Workshop").room_id
    assert ana.http.get(f"/rooms/{other}/kiosks/{kiosk_id}").status_code == HTTPStatus.NOT_FOUND
    assert ana.http.get(f"/rooms/{other}/kiosks/nobody").status_code == HTTPStatus.NOT_FOUND
    assert ana.http.get(address(served, kiosk)).status_code == HTTPStatus.OK


def test_strangers_are_sent_to_sign_in_and_their_stream_ends(served: ServedRoom, kiosk: KioskClient) -> None:
    stranger = TrainerClient(served.url, served.ca_path)
    page = stranger.http.get(address(served, kiosk))
    assert (page.status_code, page.headers["location"]) == (HTTPStatus.SEE_OTHER, "/sign-in")
    with stranger.http.stream("GET", f"{address(served, kiosk)}/stream") as answer:
        assert [name for name, _ in parts(answer)] == ["ended"]


def test_the_stream_sends_what_changed_at_this_kiosk_and_nothing_else(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    served.clock.stop()
    beside, slip = served.kiosk(), served.add_learner("102")
    elsewhere = beside.sign_in(slip.number, slip.pin).sign_in_id
    places = re.findall(r'sse-swap="(\w+)"', ana.http.get(address(served, kiosk)).text)
    assert PARTS.keys() <= set(places)
    with ana.http.stream("GET", f"{address(served, kiosk)}/stream") as answer:
        sent = parts(answer)
        assert {next(sent)[0] for _ in PARTS} == PARTS.keys()
        beside.send(beside.event(elsewhere, lessons.typed(lessons.BACKWARDS)))
        kiosk.send(kiosk.event(sign_in_id, lessons.typed(lessons.TYPING)))
        texts = ""
        while "code" not in (changed := dict([next(sent)])):
            texts += "".join(changed.values())
        assert "total" in changed["code"]
        assert "boxes[1]" not in texts + changed["code"]
        kiosk.send(kiosk.event(sign_in_id, SignedOut()))
        while "head" not in (changed := dict([next(sent)])):
            pass
        assert "nobody" in changed["head"]


def test_the_oldest_of_too_many_live_pages_ends_as_the_newest_begins(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing else wakes it: no comment, no look at the time.
    monkeypatch.setattr("classroom_server.core.live.streams.COMMENT_SECONDS", LIMIT_SECONDS)
    monkeypatch.setattr("classroom_server.room_page.kiosk_pages.REFRESH_SECONDS", LIMIT_SECONDS)
    with ExitStack() as pages:

        def opened() -> Iterator[tuple[str, str]]:
            sent = parts(pages.enter_context(ana.http.stream("GET", f"{address(served, kiosk)}/stream")))
            assert {next(sent)[0] for _ in PARTS} == PARTS.keys()
            return sent

        oldest, *_ = [opened() for _ in range(LIVE_PAGES_MAXIMUM + 1)]
        assert [name for name, _ in oldest] == ["elsewhere", "ended"]


def test_who_types_nothing_is_found_and_a_draft_says_that_they_do(
    served: ServedRoom, kiosk: KioskClient, sign_in_id: str
) -> None:
    with kiosk.stream() as events:
        next(events)
        served.clock.ahead += IDLE + timedelta(seconds=1)
        assert [need.cause for need in gather(served.view())] == [NeedCause.IDLE]
        kiosk.send(kiosk.event(sign_in_id, lessons.typed(lessons.TYPING), happened_at=served.clock()))
        assert gather(served.view()) == ()


def test_a_tile_and_its_kiosks_page_say_alike_when_somebody_did_something_last(
    served: ServedRoom, kiosk: KioskClient, sign_in_id: str
) -> None:
    served.clock.stop()
    served.clock.ahead += timedelta(minutes=5)
    run = lessons.run_of(lessons.EMPTY, 3)
    kiosk.send(kiosk.event(sign_in_id, run, happened_at=served.clock()))
    ran_at = served.clock()
    served.clock.ahead += timedelta(minutes=1)
    opened = ExerciseOpened(track="javascript", exercise="bus-fare")
    kiosk.send(kiosk.event(sign_in_id, opened, happened_at=served.clock()))
    (tile,) = served.view().tiles
    with served.classroom.database.read() as work:
        shown = kiosk_view.view(work, served.classroom.presence, served.first_room_id(), tile.kiosk_id)
    assert shown.seated is not None
    assert tile.active_at == shown.seated.active_at == ran_at


def test_the_same_failure_again_and_again_is_told_with_its_test(
    served: ServedRoom, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(*(kiosk.event(sign_in_id, run) for run in lessons.STUCK_RUNS[:3]))
    with kiosk.stream() as events:
        next(events)
        assert gather(served.view()) == (), "the last two are alike, which may be chance"
        kiosk.send(kiosk.event(sign_in_id, lessons.STUCK_RUNS[3]))
        (need,) = gather(served.view())
    assert need.failure is not None
    assert (need.cause, need.failure.test, need.tiles[0].alike) == (NeedCause.STUCK, lessons.NAMES[0], 3)


def test_a_day_that_is_not_today_is_named(served: ServedRoom) -> None:
    now = served.clock()
    assert times.local_time(now, now=now, language="en") == f"{now.astimezone():%H:%M}"
    before = now - timedelta(days=2)
    assert f"{before.astimezone().day}" in times.local_time(before, now=now, language="es")

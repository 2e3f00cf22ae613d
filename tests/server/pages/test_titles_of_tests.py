"""Pages call a learner's tests, and the options that were chosen, as the learner reads them, in the page's language."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from classroom_server.app import wire
from classroom_server.web.languages import LANGUAGE_COOKIE
from kiosk_agent.protocol.events import AttemptMade, DraftSaved
from kiosk_agent.protocol.results import Reason, ReportedTest, Results, Submission, Verdict
from tests.support.checkout import FIXTURES
from tests.support.judgements import judgement_of
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import Room, ServedRoom
from tests.support.server.trainer_client import TrainerClient

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def served(room: Room) -> Iterator[ServedRoom]:
    """Give a classroom that has an exercise of each kind."""
    settings = replace(room.parts.settings, tracks_folder=FIXTURES / "kinds")
    serving = ServedRoom(Room(wire(settings, room.parts.site, room.classroom.database), room.clock))
    serving.start()
    yield serving
    serving.stop()


@pytest.fixture
def kiosk(served: ServedRoom) -> KioskClient:
    """Give a kiosk with a name."""
    return served.kiosk(name="Window seat")


@pytest.fixture
def sign_in_id(served: ServedRoom, kiosk: KioskClient) -> str:
    """Give the sign-in of a learner there, in a session."""
    slip = served.add_learner("101")
    served.start_session()
    return kiosk.sign_in(slip.number, slip.pin).sign_in_id


@pytest.fixture
def page(ana: TrainerClient) -> TrainerClient:
    """Give a trainer who reads Romanian."""
    ana.http.cookies.set(LANGUAGE_COOKIE, "ro")
    return ana


def till_run(*names: str) -> AttemptMade:
    """Return a run of a project, of which these tests do not pass."""
    tests = (*(ReportedTest(name=name, status="fail") for name in names), ReportedTest(name="one price", status="pass"))
    submission = Submission(track="javascript", exercise="canteen-till", files={"canteen-till.js": "once\n"})
    judgement = judgement_of(Verdict.WRONG_ANSWER, results=Results(status="fail", tests=tests))
    return AttemptMade(submission=submission, judgement=judgement)


def chosen(text: str, *names: str) -> AttemptMade:
    """Return an answer that is not right."""
    tests = tuple(ReportedTest(name=name, status="fail") for name in names)
    submission = Submission(track="javascript", exercise="how-often", files={"answer.txt": text})
    results = Results(status="fail", tests=tests)
    judgement = judgement_of(Verdict.WRONG_ANSWER, reason=Reason.ANSWER_WRONG, results=results)
    return AttemptMade(submission=submission, judgement=judgement)


def newest_attempt(served: ServedRoom, page: TrainerClient) -> str:
    ((attempt_id,),) = served.rows("SELECT attempt_id FROM attempts ORDER BY sequence DESC LIMIT 1")
    return page.http.get(f"/attempts/{attempt_id}").text


def kiosk_page(served: ServedRoom, page: TrainerClient, kiosk: KioskClient) -> str:
    return page.http.get(f"/rooms/{served.first_room_id()}/kiosks/{kiosk.kiosk_id}").text


def listed(markup: str) -> str:
    """Return the list of tests on a page."""
    found = re.search(r'data-testid="tests">(.*?)</ul>', markup, re.DOTALL)
    assert found
    return found[1]


def test_an_attempt_and_its_kiosk_name_the_tests_by_their_titles(
    served: ServedRoom, page: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(kiosk.event(sign_in_id, till_run("several prices")))
    for markup in (newest_attempt(served, page), kiosk_page(served, page, kiosk)):
        assert "4, 3 și 5: 12" in listed(markup)
        assert "Doar 4: 4" in listed(markup)
        assert "several prices" not in markup
        assert "one price" not in markup
    page.http.cookies.set(LANGUAGE_COOKIE, "en")
    assert "4, 3 and 5: 12" in listed(newest_attempt(served, page))


def test_whoever_is_stuck_is_listed_with_the_title_of_the_test(
    page: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(*(kiosk.event(sign_in_id, till_run("several prices")) for _ in range(4)))
    with kiosk.stream() as events:
        next(events)
        room = page.http.get("/").text
    found = re.search(r'data-testid="failing-test">(.*?)</p>', room, re.DOTALL)
    assert found
    assert "4, 3 și 5: 12" in found[1]
    assert "several prices" not in room


def test_facts_stay_as_they_came(served: ServedRoom, page: TrainerClient, kiosk: KioskClient, sign_in_id: str) -> None:
    kiosk.send(kiosk.event(sign_in_id, till_run("several prices")))
    assert "4, 3" in newest_attempt(served, page)
    ((judgement,),) = served.rows("SELECT judgement FROM attempts")
    assert '"several prices"' in judgement


def test_a_name_that_a_program_made_up_is_shown_as_it_is_and_never_as_markup(
    served: ServedRoom, page: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(kiosk.event(sign_in_id, till_run(HOSTILE, "once")))
    for markup in (newest_attempt(served, page), kiosk_page(served, page, kiosk)):
        assert "&lt;img src=x onerror=alert(1)&gt;" in listed(markup)
        assert HOSTILE not in markup
        assert " once</span>" in listed(markup), "an option of another exercise is none of this one"
        assert "O dată" not in markup


def test_a_chosen_option_is_read_by_its_text_in_the_attempt_and_in_what_changed(
    served: ServedRoom, page: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    kiosk.send(
        kiosk.event(sign_in_id, chosen("once\n", "once")),
        kiosk.event(sign_in_id, chosen(f"twice\n{HOSTILE}\n", "twice", "options-missing")),
    )
    attempt, seat = newest_attempt(served, page), kiosk_page(served, page, kiosk)
    for markup in (attempt, seat):
        assert "De două ori" in listed(markup)
        assert "Mai sunt opțiuni corecte" in listed(markup)
        assert re.search(r'data-testid="source">.*?De două ori.*?&lt;img.*?</pre>', markup, re.DOTALL)
        assert HOSTILE not in markup
        assert "twice" not in markup
        assert "options-missing" not in markup
    assert re.search("<del.*?O dată", seat)
    assert re.search("<ins.*?De două ori", seat)


def test_an_option_in_a_draft_is_read_by_its_text(
    served: ServedRoom, page: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    draft = DraftSaved(track="javascript", exercise="how-often", files={"answer.txt": "sum\n"})
    kiosk.send(kiosk.event(sign_in_id, draft))
    assert served.rows("SELECT files FROM drafts")
    assert "De 65 de ori" in page.http.get(f"/drafts/{sign_in_id}/javascript/how-often").text
    assert "De 65 de ori" in kiosk_page(served, page, kiosk)

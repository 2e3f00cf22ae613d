"""Learners who are turned away for their cohort are shown to who can help them."""

import pytest

from classroom_server.learners import service as learners
from classroom_server.room_page.needs import NeedCause, gather
from classroom_server.room_page.tiles import SHOWN_FOR
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture
def kiosk(served: ServedRoom) -> KioskClient:
    served.add_learner("1")
    served.start_session()
    return served.kiosk(name="Kiosk 1")


def needs(served: ServedRoom) -> list[NeedCause]:
    return [need.cause for need in gather(served.view()) if need.cause is not NeedCause.NO_ANSWER]


def test_whoever_is_not_let_in_is_on_the_rooms_page_until_they_are(served: ServedRoom, kiosk: KioskClient) -> None:
    ben = served.add_learner("2", "Evenings")
    assert problem(kiosk.try_sign_in(ben.number, ben.pin)).code is ProblemCode.NOT_IN_COHORT
    assert needs(served) == [NeedCause.TURNED_AWAY]
    page = TrainerClient.signed_in(served.url, served).http.get(f"/rooms/{served.first_room_id()}").text
    assert "is not in the cohort of this session, and tried at Kiosk 1" in page
    assert f'href="/learners/{ben.learner_id}"' in page
    with served.classroom.database.write(TRAINER) as work:
        learners.move(work, ben.learner_id, served.cohort_id())
    # Elsewhere: that counts too.
    served.kiosk().sign_in(ben.number, ben.pin)
    assert needs(served) == []


def test_a_wrong_pin_names_nobody(served: ServedRoom, kiosk: KioskClient) -> None:
    ben = served.add_learner("2", "Evenings")
    wrong = "000000" if ben.pin != "000000" else "111111"
    assert problem(kiosk.try_sign_in(ben.number, wrong)).code is ProblemCode.PIN_WRONG
    assert needs(served) == []


def test_somebody_else_at_the_kiosk_and_ten_minutes_end_it(served: ServedRoom, kiosk: KioskClient) -> None:
    ben = served.add_learner("2", "Evenings")
    served.clock.stop()
    kiosk.try_sign_in(ben.number, ben.pin)
    served.clock.ahead += SHOWN_FOR
    assert needs(served) == []
    kiosk.try_sign_in(ben.number, ben.pin)
    assert needs(served) == [NeedCause.TURNED_AWAY]
    ana = served.add_learner("3")
    kiosk.sign_in(ana.number, ana.pin)
    assert needs(served) == []


def test_nobody_is_shown_in_the_next_session(served: ServedRoom, kiosk: KioskClient) -> None:
    ben = served.add_learner("2", "Evenings")
    kiosk.try_sign_in(ben.number, ben.pin)
    session = served.open_session()
    assert session
    served.end_session(session)
    served.start_session()
    assert needs(served) == []

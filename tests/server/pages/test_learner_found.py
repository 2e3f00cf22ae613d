"""A learner is found by what is known of their name, their page says where they sit, and the list is saved as it is."""

import re

import pytest

from classroom_server.learners import service as learners
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

NAMES = ("Ana Etxebarría Peña", "José Pérez-Reverte", "Peña Ana Llull")


@pytest.fixture
def cohort_id(served: ServedRoom) -> str:
    """Fill a cohort."""
    with served.classroom.database.write(TRAINER) as work:
        cohort_id = learners.add_cohort(work, "Mornings").cohort_id
        for number, name in enumerate(NAMES):
            learners.add(work, cohort_id, f"{20 - number}", name)
    return cohort_id


def shown(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)<', page)


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("pena ana", [NAMES[0], NAMES[2]]),
        ("etxebarría, ANA", [NAMES[0]]),
        ("reverte jose", [NAMES[1]]),
        ("19 josé", [NAMES[1]]),
        ("ana reverte", []),
        ("  ", list(NAMES)),
    ],
)
def test_words_of_a_name_are_looked_for_in_any_order(
    ana: TrainerClient, cohort_id: str, find: str, found: list[str]
) -> None:
    assert shown(ana.http.get("/learners", params={"find": find, "cohort": cohort_id}).text) == found


def test_the_list_is_saved_as_it_stands(ana: TrainerClient, cohort_id: str) -> None:
    page = ana.http.get("/learners", params={"find": "ana", "sort": "number", "cohort": cohort_id}).text
    found = re.search(r'href="(/learners\.csv[^"]*)" data-testid="export"', page)
    assert found
    saved = ana.http.get(found[1].replace("&amp;", "&")).text
    assert re.findall(r'^"(\d+)"', saved, re.MULTILINE) == ["18", "20"]
    assert len(re.findall(r'^"\d', ana.http.get("/learners.csv").text, re.MULTILINE)) == len(NAMES)


def test_a_learners_page_says_where_they_sit(served: ServedRoom, ana: TrainerClient) -> None:
    slip, kiosk = served.add_learner("1"), served.kiosk(name="Window seat")
    served.start_session()
    address = f"/learners/{slip.learner_id}"
    assert "seated-at" not in ana.http.get(address).text
    kiosk.sign_in(slip.number, slip.pin)
    page = ana.http.get(address).text
    here = f"/rooms/{served.first_room_id()}/kiosks/{kiosk.kiosk_id}"
    assert f'<a href="{here}" data-testid="seated-at">Window seat</a>' in page
    assert ana.http.get(here).status_code == 200

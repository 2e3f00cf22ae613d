"""Lists of the trainer's pages stand in the order in which people look: numbers by value, accents with their letter."""

import html
import re

import pytest

from classroom_server.learners import service as learners
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

KIOSKS = ("Quiosc àtic", "Kiosk 10", "kiosk 2", "Kiosk 100", "Quiosc Atzur", "Kiosk 1")
KIOSKS_IN_ORDER = ["Kiosk 1", "kiosk 2", "Kiosk 10", "Kiosk 100", "Quiosc àtic", "Quiosc Atzur"]
COHORTS = ("Tarde 10", "Éxito", "Tarde 9", "Enero")
COHORTS_IN_ORDER = ["Enero", "Éxito", "Tarde 9", "Tarde 10"]
# Name, number, cohort
LEARNERS = (
    ("Zoë Brânză", "A10", "Tarde 10"),
    ("Ștefan Țurcanu", "A9", "Tarde 9"),
    ("Ángel Núñez", "12", "Éxito"),
    ("Andrea Sà", "100", "Enero"),
    ("ângela dos Anjos", "7", "Tarde 9"),
    ("Stefania Popa", "3", "Tarde 10"),
    ("Ana Gil", "20", "Enero"),
    ("Ana Gil", "9", "Enero"),
)
BY_NAME = ["9", "20", "100", "12", "7", "A9", "3", "A10"]


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    with served.classroom.database.write(TRAINER) as work:
        ids = {name: learners.add_cohort(work, name).cohort_id for name in COHORTS}
        for name, number, cohort in LEARNERS:
            learners.add(work, ids[cohort], number, name)
    return TrainerClient.signed_in(served.url, served)


def shown(page: str, pattern: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(pattern, page)]


def numbers_on(page: str) -> list[str]:
    return shown(page, r'<td class="mono"[^>]*>([^<]+)</td>')


def test_kiosks_stand_in_natural_order_on_their_page_and_in_the_room(served: ServedRoom, ana: TrainerClient) -> None:
    for name in KIOSKS:
        served.kiosk(name=name)
    assert shown(ana.http.get("/").text, r'data-kiosk-name="([^"]+)"') == KIOSKS_IN_ORDER
    fields = r'name="name" value="([^"]+)" maxlength="40" autocomplete="off" data-testid="rename-field"'
    assert shown(ana.http.get("/kiosks").text, fields) == KIOSKS_IN_ORDER


def test_a_kiosk_that_is_renamed_goes_to_its_new_place(served: ServedRoom, ana: TrainerClient) -> None:
    kept, renamed = (served.kiosk(name=name) for name in ("Kiosk 5", "Kiosk 4"))
    served.rename(renamed.kiosk_id, "Kiosk 40")
    assert kept
    assert shown(ana.http.get("/").text, r'data-kiosk-name="([^"]+)"') == ["Kiosk 5", "Kiosk 40"]


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("name", BY_NAME),
        ("number", ["3", "7", "9", "12", "20", "100", "A9", "A10"]),
        ("cohort", ["9", "20", "100", "12", "7", "A9", "3", "A10"]),
    ],
)
def test_learners_stand_in_natural_order_however_they_are_sorted(
    sort: str, numbers: list[str], ana: TrainerClient
) -> None:
    assert numbers_on(ana.http.get(f"/learners?sort={sort}").text) == numbers


def test_cohorts_stand_in_natural_order_and_the_saved_list_too(served: ServedRoom, ana: TrainerClient) -> None:
    page = ana.http.get("/learners").text
    assert shown(page, r'data-testid="cohort-tab"[^>]*>([^<]+?) <') == COHORTS_IN_ORDER
    choice = r"<option value=\"[^\"]+\"[^>]*>([^<(]+?) \("
    assert shown(ana.http.get("/").text, choice) == COHORTS_IN_ORDER
    saved = ana.http.get("/learners.csv").text
    assert re.findall(r'^"?([A-Z0-9]+)"?,', saved, re.MULTILINE) == BY_NAME
    slips = ana.post("/learners", "/slips", which="without", form_name="x").headers["location"]
    assert shown(ana.http.get(slips).text, r'data-testid="slip-number">([^<]+)<') == BY_NAME
    with served.classroom.database.read() as work:
        assert [cohort.name for cohort in learners.cohorts(work)] == COHORTS_IN_ORDER


@pytest.mark.parametrize(
    ("find", "numbers"),
    [("ANGEL", ["12", "7"]), ("nuñez", ["12"]), ("stefan", ["A9", "3"]), ("branza", ["A10"]), ("a9", ["A9"])],
)
def test_a_search_is_blind_to_accents_and_case(find: str, numbers: list[str], ana: TrainerClient) -> None:
    assert numbers_on(ana.http.get("/learners", params={"find": find}).text) == numbers

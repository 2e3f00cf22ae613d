"""Slips that are asked for again: a slip that was printed and not used never stops unless somebody says so."""

import re
import threading
from http import HTTPStatus

import pytest

from classroom_server.learners import service as learners
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import LIMIT_SECONDS, eventually


@pytest.fixture
def rosa(served: ServedRoom) -> TrainerClient:
    return TrainerClient.signed_in(served.url, served, "Rosa")


@pytest.fixture
def ids(served: ServedRoom) -> list[str]:
    """Give three learners without a PIN."""
    with served.classroom.database.write(TRAINER) as work:
        cohort_id = learners.add_cohort(work, "Mornings").cohort_id
        return [learners.add(work, cohort_id, number, f"Learner {number}").learner_id for number in ("1", "2", "3")]


def ask(trainer: TrainerClient, *learner_ids: str, form_name: str = "", which: str = "chosen") -> str:
    """Press the button on a page that was just opened; return where it leads."""
    page = trainer.http.get("/learners").text
    (fresh,) = re.findall('name="form_name" value="([^"]+)"', page)
    fields = {"form_token": trainer.form_token("/learners"), "form_name": form_name or fresh, "which": which}
    answer = trainer.http.post("/slips", data=fields | {"learner_ids": list(learner_ids)})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    return answer.headers["location"]


def decide(trainer: TrainerClient, path: str, which: str) -> str:
    """Press a button of the question."""
    page = trainer.http.get(path).text
    (seen,) = re.findall('name="seen" value="([^"]+)"', page)
    return answer_of(trainer, path, which, seen)


def answer_of(trainer: TrainerClient, path: str, which: str, seen: str) -> str:
    answer = trainer.post("/learners", path, which=which, seen=seen)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    return answer.headers["location"]


def pins(trainer: TrainerClient, path: str) -> dict[str, str]:
    """Wait until the slips work, and return the PIN of each number."""
    eventually(lambda: "slips-ready" in trainer.http.get(f"{path}/ready").text, "the PINs work")
    page = trainer.http.get(path).text
    numbers = re.findall(r'data-testid="slip-number">([^<]+)<', page)
    return dict(zip(numbers, re.findall(r'data-testid="slip-pin">([0-9]{6})<', page), strict=True))


def signs_in(served: ServedRoom, number: str, pin: str) -> bool:
    return served.kiosk().try_sign_in(number, pin).is_success


def test_a_second_press_changes_no_pin_and_shows_the_printed_slips_again(
    served: ServedRoom, ana: TrainerClient, ids: list[str]
) -> None:
    first = ask(ana, which="without")
    printed = pins(ana, first)
    again = ask(ana, *ids)
    page = ana.http.get(again).text
    assert "3 of these learners have a slip that was not used yet" in page
    assert "No PIN was changed" in page
    assert f'href="{first}"' in page
    assert pins(ana, first) == printed
    served.start_session()
    assert signs_in(served, "1", printed["1"])


def test_new_slips_are_made_when_somebody_says_so_and_the_old_page_says_what_stopped(
    served: ServedRoom, ana: TrainerClient, ids: list[str]
) -> None:
    first = ask(ana, *ids)
    old = pins(ana, first)
    new = pins(ana, decide(ana, ask(ana, ids[0]), "all"))
    assert set(new) == {"1"}
    page = ana.http.get(first).text
    assert "1 of these slips does not work any more" in page
    assert pins(ana, first) == {number: pin for number, pin in old.items() if number != "1"}
    served.start_session()
    assert not signs_in(served, "1", old["1"])
    assert signs_in(served, "1", new["1"])


def test_a_colleague_is_asked_too_and_may_have_slips_for_the_others_alone(
    ana: TrainerClient, rosa: TrainerClient, ids: list[str]
) -> None:
    first = ask(ana, *ids[:2])
    printed = pins(ana, first)
    question = ask(rosa, *ids)
    page = rosa.http.get(question).text
    assert "2 of these learners have a slip that was not used yet" in page
    assert "Learner 1" in page
    assert "Learner 3" not in page
    assert first not in page
    assert not any(pin in page for pin in printed.values())
    assert set(pins(rosa, decide(rosa, question, "others"))) == {"3"}
    assert pins(ana, first) == printed


def test_slips_that_are_being_made_are_not_made_a_second_time_by_whoever_asks(
    ana: TrainerClient, rosa: TrainerClient, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, give = threading.Event(), learners.give_pins

    def give_slowly(*arguments: object) -> object:
        goes_on.wait(LIMIT_SECONDS)
        return give(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(learners, "give_pins", give_slowly)
    under_way = ask(ana, *ids[:2])
    try:
        page = rosa.http.get(ask(rosa, which="without")).text
        assert "2 of these learners have a slip that was not used yet" in page
    finally:
        goes_on.set()
    assert set(pins(ana, under_way)) == {"1", "2"}


def test_an_answer_to_a_question_that_is_old_stops_no_slip_of_a_colleague(
    served: ServedRoom, ana: TrainerClient, rosa: TrainerClient, ids: list[str]
) -> None:
    pins(ana, ask(ana, ids[0]))
    question = ask(ana, *ids)
    (seen,) = re.findall('name="seen" value="([^"]+)"', ana.http.get(question).text)
    printed = pins(rosa, ask(rosa, ids[1]))
    assert answer_of(ana, question, "all", seen) == question
    assert "2 of these learners have a slip" in ana.http.get(question).text
    served.start_session()
    assert signs_in(served, "2", printed["2"])


def test_who_chose_a_pin_of_their_own_gets_a_slip_unasked_and_the_used_slip_is_not_shown_again(
    served: ServedRoom, ana: TrainerClient, ids: list[str]
) -> None:
    first = ask(ana, *ids[:1])
    pins(ana, first)
    with served.classroom.database.write(TRAINER) as work:
        work.rows.connection().exec_driver_sql("UPDATE learners SET pin_hash = 'theirs', must_change_pin = 0")
    assert pins(ana, first) == {}
    assert "1 of these slips does not work any more" in ana.http.get(first).text
    assert set(pins(ana, ask(ana, ids[0]))) == {"1"}


def test_nobody_without_a_pin_is_said_so(ana: TrainerClient, ids: list[str]) -> None:
    pins(ana, ask(ana, *ids))
    assert ask(ana, which="without") == "/learners"
    assert "everybody here has one" in ana.http.get("/learners").text


def test_more_learners_than_a_form_has_fields_are_asked_for_in_one(ana: TrainerClient, ids: list[str]) -> None:
    answer = ana.post("/learners", "/slips", form_name="x", more_ids=" ".join(ids))
    assert set(pins(ana, answer.headers["location"])) == {"1", "2", "3"}


def test_a_form_with_too_many_fields_is_told_so(ana: TrainerClient, ids: list[str]) -> None:
    fields = {"form_token": ana.form_token("/learners"), "learner_ids": ids * 400}
    answer = ana.http.post("/slips", data=fields)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Nothing was changed" in answer.text
    assert "There is no such page" not in answer.text

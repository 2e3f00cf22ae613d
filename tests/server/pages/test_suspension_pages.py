"""A learner is suspended from their page, the list says so in words, and it is lifted there."""

import re
from datetime import datetime, time, timedelta
from http import HTTPStatus

from classroom_server.web import times
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import PASSWORD, TrainerClient


def shown(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)<', page)


def test_a_learner_is_suspended_and_may_come_back(served: ServedRoom, ana: TrainerClient) -> None:
    gone = served.add_learner("1")
    served.add_learner("2")
    address = f"/learners/{gone.learner_id}"
    day = served.clock().astimezone().date() + timedelta(days=3)
    answer = ana.post(address, f"{address}/suspension", reason="own_wish", until=day.isoformat())
    assert answer.status_code == HTTPStatus.SEE_OTHER
    page = ana.http.get(address).text
    assert "Signs in nowhere before" in page
    assert 'data-testid="suspended-why">their own wish<' in page
    assert "<dt>By</dt><dd>Ana</dd>" in page
    listed = ana.http.get("/learners").text
    assert listed.count('data-testid="is-suspended"') == 1
    assert "suspended until" in listed
    assert shown(ana.http.get("/learners?only=suspended").text) == ["Learner 1"]
    assert shown(ana.http.get("/learners?only=suspended&find=learner&sort=seen&page=9").text) == ["Learner 1"]
    assert ana.post(address, f"{address}/suspension/end").status_code == HTTPStatus.SEE_OTHER
    assert 'data-testid="suspend-form"' in ana.http.get(address).text
    assert shown(ana.http.get("/learners?only=suspended").text) == []
    assert "Nobody of these is suspended now" in ana.http.get("/learners?only=suspended").text


def test_suspensions_of_before_stay_on_the_page_with_who_and_why(served: ServedRoom, ana: TrainerClient) -> None:
    address = f"/learners/{served.add_learner('1').learner_id}"
    assert past(ana.http.get(address).text) == []
    day = served.clock().astimezone().date() + timedelta(days=3)
    ana.post(address, f"{address}/suspension", reason="own_wish", until=day.isoformat())
    assert past(ana.http.get(address).text) == []
    served.clock.ahead += timedelta(days=4)
    ana.sign_in("Ana", PASSWORD)
    ana.post(address, f"{address}/suspension", reason="health")
    ana.post(address, f"{address}/suspension/end")
    lifted, over = past(ana.http.get(address).text)
    assert "health" in lifted
    assert "lifted by Ana" in lifted
    assert "their own wish" in over
    assert "lifted" not in over
    assert all('data-column="By">Ana<' in row for row in (lifted, over))
    assert times.day(datetime.combine(day, time()).astimezone(), "en") in over


def past(page: str) -> list[str]:
    return re.findall(r'<tr data-testid="past-suspension">.*?</tr>', page, re.DOTALL)


def test_what_is_no_day_or_no_reason_suspends_nobody(served: ServedRoom, ana: TrainerClient) -> None:
    address = f"/learners/{served.add_learner('1').learner_id}"
    for until, words in (
        ("yesterday", "cannot be read as a date"),
        ("20990101", "cannot be read as a date"),
        ("2026-02-30", "cannot be read as a date"),
        ("9" * 5000, "cannot be read as a date"),
        ("2020-01-01", "The day must come after today"),
        ("1/1/2020", "The day must come after today"),
        ("9999-12-31", "The day must come after today"),
    ):
        ana.post(address, f"{address}/suspension", reason="security", until=until)
        assert words in ana.http.get(address).text, until
    ana.post(address, f"{address}/suspension", reason="health", until="2020-01-01")
    kept = ana.http.get(address).text
    assert '<option value="health" selected>' in kept
    assert 'type="date" value="2020-01-01"' in kept
    for reason in ("", "nonsense"):
        answer = ana.post(address, f"{address}/suspension", reason=reason)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    nobody = ana.post("/learners", "/learners/nobody/suspension/end")
    assert nobody.status_code == HTTPStatus.NOT_FOUND
    assert served.count("learner_suspensions") == 0


def test_the_list_shows_those_without_a_pin_alone_and_finds_them_blind_to_accents(
    served: ServedRoom, ana: TrainerClient
) -> None:
    served.add_learner("1")
    cohort_id = served.cohort_id()
    for number, name in (("2", "Núria Gal·la"), ("3", "Bea")):
        ana.post("/learners", "/learners", cohort_id=cohort_id, number=number, display_name=name)
    assert shown(ana.http.get("/learners?only=without-pin").text) == ["Bea", "Núria Gal·la"]
    assert shown(ana.http.get("/learners?only=without-pin&find=NURIA+galla").text) == ["Núria Gal·la"]
    assert len(shown(ana.http.get("/learners?only=nonsense").text)) == 3


def test_the_browser_offers_no_day_that_would_be_refused(served: ServedRoom, ana: TrainerClient) -> None:
    served.clock.stop()
    address = f"/learners/{served.add_learner('1').learner_id}"
    found = re.search(r'min="([^"]+)" max="([^"]+)"[^>]* data-testid="suspension-until"', ana.http.get(address).text)
    assert found
    for day in found.groups():
        ana.post(address, f"{address}/suspension", reason="own_wish", until=day)
        assert "Signs in nowhere before" in ana.http.get(address).text
        ana.post(address, f"{address}/suspension/end")


def test_an_old_page_does_not_replace_a_colleagues_suspension(served: ServedRoom, ana: TrainerClient) -> None:
    address = f"/learners/{served.add_learner('1').learner_id}"
    day = (served.clock().astimezone().date() + timedelta(days=3)).isoformat()
    ana.post(address, f"{address}/suspension", reason="security")
    for reason, until in (("own_wish", day), ("security", day), ("health", "")):
        ana.post(address, f"{address}/suspension", reason=reason, until=until)
        page = ana.http.get(address).text
        assert "Nothing was changed: Learner 1 is suspended already" in page
        assert 'data-testid="suspended-why">security<' in page
        assert "until this is lifted" in page
    ana.post(address, f"{address}/suspension", reason="security")
    assert "Learner 1 is suspended: they are signed out" in ana.http.get(address).text

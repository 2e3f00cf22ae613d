"""A page that says that nothing was changed leads on: to the list that it speaks of, or to signing in."""

import re
from http import HTTPStatus

import pytest

from tests.support.server.trainer_client import TrainerClient


def leads(page: str) -> list[str]:
    """Return where the buttons of the page itself lead."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.findall(r'<a class="button" href="([^"]+)"', main)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("/kiosks/gone/retire", ["/kiosks", "/"]),
        ("/learners/gone/suspension/end", ["/learners", "/"]),
        ("/sessions/gone/end", ["/"]),
    ],
)
def test_what_is_not_there_any_more_leads_to_its_list(ana: TrainerClient, act: str, expected: list[str]) -> None:
    stopped = ana.post("/learners", act)
    assert stopped.status_code == HTTPStatus.NOT_FOUND
    assert leads(stopped.text) == expected


def test_who_only_looked_is_not_told_that_nothing_was_changed(ana: TrainerClient) -> None:
    stopped = ana.http.get("/learners/gone")
    assert stopped.status_code == HTTPStatus.NOT_FOUND
    assert "<h1>There is no such page</h1>" in stopped.text
    assert "Nothing was changed" not in stopped.text


def test_a_visit_that_ended_meanwhile_leads_to_signing_in(ana: TrainerClient) -> None:
    token = ana.form_token("/learners")
    ana.post("/learners", "/sign-out")
    stopped = ana.http.post("/cohorts", data={"form_token": token, "name": "Mornings"})
    assert "You were signed out before this was sent." in stopped.text
    assert leads(stopped.text) == ["/sign-in"]

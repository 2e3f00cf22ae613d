"""Forms that are larger than any of ours: they are refused before they are read."""

import pytest
from starlette.requests import Request

from classroom_server.accounts.large_forms import PLAIN_FORM_BYTES, STRANGERS_FORM_BYTES
from classroom_server.web.defences import FORM_FIELD
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient

PLAIN = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each form that is read."""
    paths: list[str] = []
    form = Request.form

    def noted(request: Request, **limits: int) -> object:
        paths.append(request.url.path)
        return form(request, **limits)

    monkeypatch.setattr(Request, "form", noted)
    return paths


@pytest.mark.parametrize("kind", [PLAIN, PARTS])
def test_a_strangers_form_is_no_larger_than_a_name_and_a_password(
    kind: str, served: ServedRoom, read: list[str]
) -> None:
    http = TrainerClient(served.url, served.ca_path).http
    for path in ("/sign-in", "/language", "/learners/import", "/kiosks/window/open"):
        refused = http.post(path, content=b"a" * (STRANGERS_FORM_BYTES + 1), headers={"content-type": kind})
        assert refused.status_code == 413
        assert "Nothing was changed" in refused.text
    assert not read
    largest = http.post("/sign-in", content=b"a" * STRANGERS_FORM_BYTES, headers={"content-type": PLAIN})
    assert largest.status_code == 403
    assert set(read) == {"/sign-in"}


def test_a_trainers_plain_form_has_room_for_two_thousand_learners_and_no_more(
    served: ServedRoom, read: list[str]
) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    token = ana.form_token()
    ids = " ".join(["0" * 36] * 2000)
    assert ana.http.post("/slips", data={FORM_FIELD: token, "more_ids": ids}).status_code != 413
    read.clear()
    refused = ana.http.post("/slips", data={FORM_FIELD: token, "more_ids": "%" * (PLAIN_FORM_BYTES // 3)})
    assert (refused.status_code, read) == (413, [])


def test_a_name_and_a_password_of_any_letters_fit(served: ServedRoom) -> None:
    ana = TrainerClient(served.url, served.ca_path)
    assert ana.sign_in("\U0001f600" * 60, "\U0001f600" * 200).status_code == 422

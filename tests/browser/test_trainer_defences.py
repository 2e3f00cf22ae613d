"""What keeps the trainer's pages from being turned against the person in front of them."""

import re

import pytest
from playwright.sync_api import APIResponse, Page, expect

from tests.support.browser.trainers import Trainer

PAGES = ("/", "/kiosks", "/rooms", "/learners", "/log", "/password")
FORMS = (
    "/rooms/1/sessions", "/sessions/1/end", "/sessions/1/minutes", "/sign-ins/1/end", "/kiosks/1/approve",
    "/kiosks/1/refuse", "/kiosks/1/rename", "/kiosks/1/move", "/kiosks/1/retire", "/rooms", "/rooms/1/rename",
    "/rooms/1/give-up", "/rooms/1/plan", "/rooms/1/plan/by-name", "/cohorts", "/learners", "/learners/import",
    "/learners/1", "/slips", "/learners/1/suspension", "/learners/1/suspension/end",
    "/sign-out", "/password", "/language", "/look",
)  # fmt: skip


def get(page: Page, path: str) -> APIResponse:
    return page.request.get(path, max_redirects=0)


def post(page: Page, path: str, **fields: str) -> APIResponse:
    return page.request.post(path, form={**fields}, max_redirects=0)


@pytest.fixture
def signed_in(trainer: Trainer) -> Page:
    trainer.page.goto("/")
    return trainer.page


def test_every_page_forbids_frames_inline_script_and_other_hosts(signed_in: Page) -> None:
    for path in (*PAGES, "/sign-in", "/nowhere", "/static/live.js"):
        headers = get(signed_in, path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_with_names_is_kept_by_any_cache(signed_in: Page) -> None:
    for path in (*PAGES, "/learners.csv"):
        assert get(signed_in, path).headers["cache-control"] == "no-store", path


def test_no_page_holds_inline_script_or_style(signed_in: Page) -> None:
    for path in PAGES:
        text = get(signed_in, path).text()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), path


def test_cookies_are_for_this_site_over_https_alone_and_no_script(signed_in: Page) -> None:
    signed_in.get_by_test_id("look-dark").click()
    expect(signed_in.locator("html")).to_have_attribute("data-look", "dark")
    cookies = signed_in.context.cookies()
    assert {"__Host-outset-look", "__Host-outset-visit"} <= {cookie["name"] for cookie in cookies}
    answer = post(signed_in, "/sign-out", form_token=token_of(signed_in))
    for line in answer.headers_array:
        if line["name"].lower() == "set-cookie":
            assert all(word in line["value"].lower() for word in ("secure", "httponly", "samesite=strict", "path=/"))


def test_a_live_link_that_comes_back_to_an_ended_visit_is_told_so_in_a_stream(page: Page) -> None:
    answer = get(page, "/rooms/1/stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: ended" in answer.text()


def token_of(page: Page) -> str:
    return page.locator("input[name=form_token]").first.get_attribute("value") or ""


def test_no_form_is_taken_without_its_token(signed_in: Page) -> None:
    for path in FORMS:
        for forged in ("", "x" * 43):
            answer = post(signed_in, path, form_token=forged)
            assert answer.status == 403, path
            assert "Nothing was changed" in answer.text()
        assert signed_in.request.post(path, max_redirects=0).status == 403


def test_no_form_is_taken_from_another_site_even_with_the_token(signed_in: Page) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    token = token_of(signed_in)
    assert signed_in.request.post("/cohorts", form={"form_token": token}, headers=headers).status == 403


def test_a_token_of_somebody_who_is_not_signed_in_changes_nothing(signed_in: Page) -> None:
    signed_in.context.clear_cookies(name="__Host-outset-visit")
    signed_in.goto("/sign-in")
    answer = post(signed_in, "/cohorts", form_token=token_of(signed_in), name="Forged")
    assert answer.headers["location"] == "/sign-in"


def test_only_named_third_party_files_are_served(signed_in: Page) -> None:
    assert get(signed_in, "/static/third-party/htmx.js").ok
    for path in ("htmx.org/package.json", "../package.json", "%2e%2e/third-party/x", "expect/build/index.js"):
        assert get(signed_in, f"/static/third-party/{path}").status == 404, path
    assert get(signed_in, "/static/%2e%2e/pages.py").status == 404


def test_a_way_back_leads_nowhere_else(signed_in: Page) -> None:
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        answer = post(signed_in, "/look", form_token=token_of(signed_in), look="dark", back=back)
        assert answer.headers["location"] == "/", back


def test_an_address_that_is_not_there_says_so_and_leads_back(signed_in: Page) -> None:
    for path, status in (
        ("/nowhere", 404),
        ("/log?before=yesterday", 422),
        ("/learners/nobody", 404),
        ("/attempts/1", 404),
    ):
        answer = get(signed_in, path)
        assert answer.status == status, path
        assert 'href="/"' in answer.text()
        assert "Traceback" not in answer.text()

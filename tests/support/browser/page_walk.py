"""Each page of staff's, by the route that answers it, in a lesson where it has something to show."""

from typing import Final

from playwright.sync_api import expect

from tests.support.browser.filled_site import EXERCISE, Lesson
from tests.support.browser.trainers import Trainer

NO_PAGES: Final = (
    "/learners.csv",
    "/learners/{learner_id}/attempts.csv",
    "/rooms/{room_id}/kiosks/{kiosk_id}/screen",
    "/slips/{name}/ready",
    "/slips",
    "/visit",
)
"""Files to save, a picture, parts of a page, and one that only leads elsewhere; nor are streams pages."""
STREAMS: Final = "/stream"
BEFORE_SIGN_IN: Final = "/sign-in"


def addresses(trainer: Trainer, here: Lesson) -> dict[str, str]:
    """Return route -> address; what one route shows in another state has its words after it."""
    filled = here.filled
    room, timetable = f"/rooms/{filled.room_id}", f"/timetable/{filled.room_id}"
    return {
        "/": "/",
        "/rooms/{room_id}": room,
        "/rooms/{room_id}/kiosks/{kiosk_id}": f"{room}/kiosks/{here.kiosk_id}",
        "/rooms/{room_id}/kiosks/{kiosk_id}, stuck": f"{room}/kiosks/{here.stuck_id}",
        "/rooms/{room_id}/out": f"{room}/out",
        "/out/{out_id}": f"/out/{filled.out_id}",
        "/sessions/{session_id}/end": _first_link(trainer, room, "/sessions/"),
        "/kiosks": "/kiosks",
        "/kiosks, none found": "/kiosks?find=nothing+at+all",
        "/kiosks, replacing": f"/kiosks?replaces={here.kiosk_id}",
        "/kiosks/{kiosk_id}/approve": f"/kiosks/{here.waiting_id}/approve",
        "/kiosks/{kiosk_id}/move": f"/kiosks/{here.kiosk_id}/move",
        "/kiosks/{kiosk_id}/retire": f"/kiosks/{here.kiosk_id}/retire",
        "/rooms": "/rooms",
        "/rooms/{room_id}/plan": f"{room}/plan",
        "/learners": "/learners",
        "/learners, found": "/learners?only=suspended",
        "/learners, nobody": "/learners?find=nobody+at+all",
        "/learners/{learner_id}": f"/learners/{here.learner_id}",
        "/learners/{learner_id}, suspended": f"/learners/{filled.suspended_id}",
        "/attempts/{attempt_id}": f"/attempts/{here.attempt_id}",
        "/drafts/{sign_in_id}/{track}/{exercise}": f"/drafts/{here.sign_in_id}/javascript/{EXERCISE}",
        "/set-aside": "/set-aside",
        "/set-aside/{refusal_id}": _first_link(trainer, "/set-aside", "/set-aside/"),
        "/timetable": "/timetable",
        "/timetable/{room_id}": timetable,
        "/timetable/{room_id}, over": f"{timetable}?week=2026-01-05",
        "/timetable/{room_id}, change": f"{timetable}?change={filled.slot_id}",
        "/timetable/{room_id}, copy": f"{timetable}?copy={filled.slot_id}",
        "/log": "/log",
        "/log, checked": "/log?check=true",
        "/password": "/password",
        "/slips/{name}": _slips(trainer, 'tr:has([data-testid="is-suspended"]) ~ tr'),
        "/slips/{name}, asked": _question(trainer),
        "nothing": "/nowhere",
    }


def routes(named: dict[str, str]) -> set[str]:
    """Return the routes among the names of addresses."""
    return {name.partition(",")[0] for name in named if name.startswith("/")}


def _first_link(trainer: Trainer, page: str, to: str) -> str:
    trainer.page.goto(page)
    return trainer.page.locator(f'main a[href^="{to}"]').first.get_attribute("href") or ""


def _slips(trainer: Trainer, row: str) -> str:
    trainer.page.goto("/learners")
    trainer.page.locator(row).first.get_by_test_id("tick").check()
    trainer.page.get_by_test_id("slips-chosen").click()
    expect(trainer.page.get_by_test_id("slips-ready")).to_be_visible()
    return trainer.page.url


def _question(trainer: Trainer) -> str:
    """Ask for slips of whom one was not used yet."""
    trainer.page.goto("/learners")
    for tick in trainer.page.get_by_test_id("tick").all()[:20]:
        tick.check()
    trainer.page.get_by_test_id("slips-chosen").click()
    expect(trainer.page.get_by_test_id("slips-question")).to_be_visible()
    return trainer.page.url

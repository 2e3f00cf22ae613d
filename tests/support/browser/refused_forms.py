"""What a form is answered with that cannot be done as it was sent: pages too, and the trainer reads them in a hurry."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Page

from tests.support.browser.filled_site import Lesson

# The browser's own words come before ours; what it lets pass, or does not know, is ours to say. Told at the press:
# a form that nobody uses may be drawn anew before it, by what the page hears first.
UNCHECKED = """() => document.addEventListener("click", ({ target }) => {
  const form = target.closest("form");
  if (form) form.noValidate = true;
}, true)"""
FORGED = """() => {
  const form = document.querySelector("main form[method=post]");
  form.querySelector("input[name=form_token]").value = "of another visit";
  form.submit();
}"""
FAULTS = """number,name
1000,Ana Beltrán
77,
??,Omar Haddad
78,Iker Sáez
78,Iker Sáez once more
79,too,many,columns
"""


def refused_forms(here: Lesson) -> dict[str, Callable[[Page], None]]:
    """Return what leads a page to each answer; nothing is changed by any of them."""
    room, timetable = f"/rooms/{here.filled.spare_id}", f"/timetable/{here.filled.room_id}"
    taught = f"/rooms/{here.filled.room_id}"
    return {
        "kiosk with other words": _sent("/kiosks", "approve", words="babab babab"),
        "kiosk replaces nobody": _replaces_nobody,
        "kiosk with a taken name": _sent("/kiosks", "rename", rename_field="Kiosk 1"),
        "room with a taken name": _sent("/rooms", "add-room", new_room_name="Workshop"),
        "room that has slots": partial(_given_up, here.filled.spare_id),
        "session of no length": _sent(room, "start-session", session_minutes="0"),
        "slot that overlaps": partial(_overlapping, timetable),
        "holiday that ends before it begins": _sent(
            timetable, "add-holiday", holiday_first="2026-12-02", holiday_last="2026-12-01"
        ),
        "learner with a taken number": _sent("/learners", "add-learner", display_name="Ana Beltrán", number="1000"),
        "list with faults": _faulty_list,
        "cohort without a name": _sent("/learners", "add-cohort", cohort_name="\u2800"),
        "password that is wrong": _wrong_password,
        "page to show with nothing on it": partial(_unfolded, taught, "showing", "show-page"),
        "no exercise to open": partial(_unfolded, taught, "opening", "open-exercise"),
        "restart that asks first": partial(_unfolded, taught, "power", "restart"),
        "switching off that asks first": partial(_unfolded, taught, "power", "power-off"),
        "waking where all answer": partial(_unfolded, taught, "power", "wake", chosen=here.kiosk_id),
        "message with nothing in it": partial(_unfolded, taught, "writing", "send-message"),
        "nobody chosen to be signed out": partial(_unfolded, taught, "choosing", "sign-chosen-out"),
        "page of another visit": _forged,
    }


def _sent(address: str, button: str, **typed: str) -> Callable[[Page], None]:
    """Return what fills the first fields of these names and presses the first such button."""

    def send(page: Page) -> None:
        page.goto(address)
        page.evaluate(UNCHECKED)
        for field, text in typed.items():
            page.get_by_test_id(field.replace("_", "-")).first.fill(text)
        with page.expect_navigation():
            page.get_by_test_id(button).first.click()

    return send


def _unfolded(address: str, part: str, button: str, page: Page, chosen: str = "") -> None:
    page.goto(address)
    page.evaluate(UNCHECKED)
    if chosen:
        page.get_by_test_id("choosing").locator("summary").click()
        page.locator(f"#tick-{chosen}").check()
    page.get_by_test_id(part).locator("summary").click()
    with page.expect_navigation():
        page.get_by_test_id(button).click()


def _given_up(room_id: str, page: Page) -> None:
    page.goto("/rooms")
    with page.expect_navigation():
        page.locator(f'[data-room="{room_id}"]').get_by_test_id("give-up").click()


def _replaces_nobody(page: Page) -> None:
    page.goto("/kiosks")
    page.get_by_test_id("words").first.fill("babab babab")
    page.get_by_test_id("replacing").first.locator("summary").click()
    page.get_by_test_id("replaces").first.fill("No such kiosk")
    with page.expect_navigation():
        page.get_by_test_id("approve").first.click()


def _overlapping(timetable: str, page: Page) -> None:
    page.goto(timetable)
    page.get_by_test_id("weekday-0").check()
    page.get_by_test_id("weekday-2").check()
    with page.expect_navigation():
        page.get_by_test_id("save-slot").click()


def _faulty_list(page: Page) -> None:
    page.goto("/learners")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": FAULTS.encode()}
    page.get_by_test_id("import-file").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.get_by_test_id("import").click()


def _wrong_password(page: Page) -> None:
    page.goto("/password")
    for field in ("#old", "#new", "#again"):
        page.fill(field, "four wrong words here" if field == "#old" else "four new words here")
    with page.expect_navigation():
        page.get_by_test_id("change-password").click()


def _forged(page: Page) -> None:
    page.goto("/rooms")
    with page.expect_navigation():
        page.evaluate(FORGED)

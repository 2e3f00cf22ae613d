"""Learners, cohorts, slips and what learners wrote, as a trainer meets them."""

from pathlib import Path

from playwright.sync_api import expect

from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.results import ReportedTest, Results, Submission, ToolchainVersion, Verdict
from kiosk_agent.protocol.work_files import NAMELESS
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer, WatchedPage
from tests.support.judgements import judgement_of
from tests.support.server.kiosk_client import KioskClient, draft
from tests.support.work import work_of

HOSTILE = '<script>alert("name")</script><img src=x onerror=alert(1)>'
HOSTILE_FILE = '"><b>=cmd|{{ 7 }}.js'
HOSTILE_SOURCE = 'let a = "</code><script>alert(2)</script>";\n// \x1b[31mred\x1b[0m \u202e tfel ot thgir {{ 7 * 7 }}\n'


def test_a_slip_is_shown_once_and_its_pin_signs_in(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    assert len(slip.pin) == 6
    trainer.start_session()
    with kiosk.stream():
        assert kiosk.sign_in(slip.number, slip.pin).must_change_pin
    trainer.page.goto("/slips")
    trainer.see_notice("kept for ten minutes")
    expect(trainer.page.get_by_text(slip.pin)).to_have_count(0)


def test_a_new_slip_ends_the_old_pin(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    page = trainer.page
    page.goto("/learners")
    page.get_by_test_id("learner").get_by_role("link").click()
    page.get_by_test_id("reset-pin").click()
    expect(page.get_by_test_id("slips-question")).to_contain_text("Ana Beltrán has a slip that was not used yet")
    page.get_by_test_id("slips-all").click()
    expect(page.get_by_test_id("slips-ready")).to_be_visible()
    fresh = page.get_by_test_id("slip-pin").inner_text()
    page.get_by_test_id("slips-done").click()
    trainer.start_session()
    with kiosk.stream():
        assert kiosk.try_sign_in(slip.number, slip.pin).status_code >= 400
        kiosk.sign_in(slip.number, fresh)


def test_a_file_with_faults_adds_nobody_and_names_each_line(
    trainer: Trainer, watched: WatchedPage, tmp_path: Path
) -> None:
    watched.forgiven = ("422",)
    page = trainer.page
    trainer.add_cohort("Mornings")
    path = tmp_path / "learners.csv"
    path.write_text("number,name\n12,Ana\n1 2,Omar\n14\n12,Luis\n", encoding="utf-8")
    page.get_by_test_id("import-file").set_input_files(path)
    page.get_by_test_id("import").click()
    faults = page.get_by_test_id("import-fault")
    expect(faults).to_have_count(3)
    assert [fault.split("\n")[0] for fault in faults.all_inner_texts()] == ["Line 3", "Line 4", "Line 5"]
    expect(page.get_by_test_id("learner")).to_have_count(0)
    path.write_text("number;name\n12;Ana Beltrán\n13;Omar Haddad\n", encoding="utf-8")
    page.get_by_test_id("import-file").set_input_files(path)
    page.get_by_test_id("import").click()
    trainer.see_notice("2 learners were added")
    page.get_by_test_id("slips-without").click()
    expect(page.get_by_test_id("slip")).to_have_count(2)


def test_what_cannot_be_added_is_said_beside_what_was_typed(trainer: Trainer, watched: WatchedPage, slip: Slip) -> None:
    watched.forgiven = ("422",)
    page = trainer.page
    page.get_by_test_id("display-name").fill("Second Person")
    page.get_by_test_id("number").fill(slip.number)
    page.get_by_test_id("add-learner").click()
    expect(page.get_by_test_id("wrong")).to_contain_text("Another learner has this number")
    expect(page.get_by_test_id("display-name")).to_have_value("Second Person")
    page.get_by_test_id("cohort-name").fill("Mornings")
    page.get_by_test_id("add-cohort").click()
    expect(page.get_by_test_id("wrong")).to_contain_text("This name is taken")


def test_script_in_a_name_and_in_a_program_is_only_text(trainer: Trainer, kiosk: KioskClient) -> None:
    page = trainer.page
    trainer.add_cohort("Mornings <b>")
    slip = trainer.add_learner(HOSTILE, "1201")
    trainer.start_session("<i>lesson</i>")
    results = Results(status="fail", tests=(ReportedTest(name="<b>t</b>", status="fail", message="\x1b]0;x\x07<u>"),))
    judgement = judgement_of(
        Verdict.WRONG_ANSWER,
        results=results,
        output="<script>out</script>\n",
        toolchain=ToolchainVersion(name="javascript", program="<a>", version="<b>1"),
    )
    submission = Submission(track="javascript", exercise="bus-fare", files=work_of(HOSTILE_SOURCE, HOSTILE_FILE))
    with kiosk.stream():
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        made = AttemptMade(submission=submission, judgement=judgement)
        kiosk.send(kiosk.event(sign_in, draft(HOSTILE_SOURCE, "bus-fare")), kiosk.event(sign_in, made))
        expect(trainer.tile("Window seat").get_by_test_id("tile-learner")).to_have_text(HOSTILE)
        expect(trainer.tile("Window seat").get_by_test_id("tile-verdict")).to_have_text("✗ Not yet")
    page.goto("/learners")
    page.get_by_test_id("learner").get_by_role("link").click()
    expect(page.get_by_test_id("learner-name")).to_have_text(HOSTILE)
    page.get_by_test_id("draft").get_by_role("link").click()
    expect(page.get_by_test_id("source")).to_contain_text("</code><script>alert(2)</script>")
    page.go_back()
    page.get_by_test_id("attempt").get_by_role("link").click()
    # The page before has a source too: this is what it has not.
    expect(page.get_by_test_id("tests")).to_contain_text("<b>t</b>")
    expect(page.get_by_test_id("file-name")).to_have_text(HOSTILE_FILE)
    expect(page.get_by_test_id("source")).to_have_attribute("aria-label", HOSTILE_FILE)
    shown = page.get_by_test_id("source").inner_text()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "␛[31mred" in shown
    assert "[202E]" in shown
    assert "{{ 7 * 7 }}" in shown
    expect(page.get_by_test_id("output")).to_have_text("<script>out</script>\n")
    assert page.locator("main script, main img, main b, main i, main u").count() == 0


def test_work_from_before_files_had_names_is_said_to_be_so(trainer: Trainer, kiosk: KioskClient) -> None:
    trainer.add_cohort("Mornings")
    slip = trainer.add_learner("Ana", "1201")
    trainer.start_session("lesson")
    old = Submission(track="javascript", exercise="bus-fare", files=work_of("let a;", NAMELESS))
    event = kiosk.event(
        kiosk.sign_in(slip.number, slip.pin).sign_in_id,
        AttemptMade(submission=old, judgement=judgement_of(Verdict.ACCEPTED)),
    )
    kiosk.send(event)
    trainer.page.goto(f"/attempts/{event.event_id}")
    expect(trainer.page.get_by_test_id("file-name")).to_have_text("From before files had names")


def test_a_list_saved_for_a_spreadsheet_holds_no_formula(trainer: Trainer) -> None:
    trainer.add_cohort("Mornings")
    trainer.add_learner("=1+cmd", "-7")
    with trainer.page.expect_download() as waiting:
        trainer.page.get_by_test_id("export").click()
    saved = waiting.value.path().read_text(encoding="utf-8-sig")
    assert saved.splitlines() == ['"Number","Name","Cohort"', '"\'-7","\'=1+cmd","Mornings"']


def test_the_log_names_people_and_says_that_its_chain_holds(trainer: Trainer, slip: Slip) -> None:
    del slip
    page = trainer.page
    page.goto("/log")
    expect(page.get_by_test_id("chain")).to_have_attribute("data-holds", "yes")
    row = page.locator('[data-act="pin_given"]')
    expect(row).to_contain_text("rosa")
    expect(row).to_contain_text("Ana Beltrán")


def test_a_log_that_somebody_changed_is_shown_as_broken(trainer: Trainer, server: ServerProgram) -> None:
    server.stop()
    server.change_database("UPDATE audit_rows SET subject = 'somebody else' WHERE sequence = 2")
    server.start()
    trainer.page.goto("/log")
    expect(trainer.page.get_by_test_id("chain")).to_have_attribute("data-holds", "no")
    expect(trainer.page.get_by_test_id("chain")).to_contain_text("broken at row 2")

"""Pages that are opened behave as in a browser that is not online."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.jail.hand_in import HandIn
from tests.support.checkout import FIXTURES
from tests.support.jail.jails import outset
from tests.support.jail.pages import PAGE, JudgePage, RunPage
from tests.support.waiting import LIMIT_SECONDS


def test_pages_are_as_in_a_browser(open_folder: Path) -> None:
    report = open_folder / "browser.json"
    track = FIXTURES / "page_tracks/as_in_a_browser"
    process.run(
        outset("track", "test", track, "--json", report), timeout_seconds=LIMIT_SECONDS, accept=(0, 1)
    )  # what two exercises ask for, their stubs do too
    results = json.loads(report.read_text())["results"]
    assert {each["exercise"]: each["solution"]["verdict"] for each in results} == {
        exercise.slug: Verdict.ACCEPTED for exercise in load_track(track).exercises
    }


def test_page_answers_as_chromium_does(run_page: RunPage) -> None:
    # What Chromium 156 said when the same page asked it.
    values: list[tuple[str, str]] = [
        (asked, value) for asked, value in json.loads((FIXTURES / "pages/behaviours.json").read_text())
    ]
    script = (
        f"var hits = [];\nconst said = {json.dumps([asked for asked, _ in values])}.map((asked) => {{\n"
        "  try { return String((0, eval)(asked)); } catch (error) { return `THROWS ${error}`; }\n"
        "});\nconsole.log(`SAID${JSON.stringify(said)}`);\n"
    )
    files = {"index.html": (FIXTURES / "pages/behaviours.html").read_text(), "script.js": script}
    result = run_page(asdict(HandIn(files=files, solution=("index.html", "script.js"), tests=())))
    said = json.loads(next(line for line in result.output.splitlines() if line.startswith("SAID"))[4:])
    assert dict(zip((asked for asked, _ in values), said, strict=True)) == dict(values)


@pytest.mark.parametrize("before", ["", '<link rel="stylesheet" href="style.css">'])
def test_script_in_the_head_finds_no_body_yet(judged_page: JudgePage, before: str) -> None:
    page = PAGE.replace("</head>", f"{before}<script>document.querySelector('h1').title = 'x';</script></head>")
    judgement = judged_page(index_html=page)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert judgement.results.message == "TypeError: Cannot set properties of null (setting 'title')"


def test_error_in_an_answer_to_a_click_is_the_tests_failure(judged_page: JudgePage) -> None:
    script = "document.querySelector('button').onclick = () => {\n  b();\n};\n"
    judgement = judged_page("counter", script_js=script)
    assert "ReferenceError: b is not defined" in (judgement.results.tests[0].message or "")


OUTSIDE = (
    "fetch('https://example.org/').catch((error) => console.log(error.message));",
    "const asked = new XMLHttpRequest(); asked.open('GET', 'https://example.org/'); asked.send();",
    "const s = document.createElement('script'); s.src = 'https://example.org/a.js'; document.head.append(s);",
    "const i = document.createElement('iframe'); i.src = 'https://example.org/'; document.body.append(i);",
    "new Image().src = 'https://example.org/a.png';",
    "new WebSocket('wss://example.org/').onerror = () => {};",
)


def test_page_that_asks_the_world_outside_goes_on(judged_page: JudgePage) -> None:
    scripts = "".join(f"<script>{{ {script} }}</script>\n" for script in OUTSIDE)
    judgement = judged_page(index_html=PAGE.replace("</body>", f"{scripts}</body>"))
    assert (judgement.verdict, judgement.results.message) == (Verdict.ACCEPTED, None)

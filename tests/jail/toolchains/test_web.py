"""Pages in the jail: read and judged; what is wrong is said with its line, and no document stops the reader."""

import json
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.results import Reason, Verdict
from kiosk_agent.tutor.text.plain_words import explain
from tests.support.checkout import FIXTURES
from tests.support.jail.jails import outset
from tests.support.jail.pages import PAGE, SHEET, JudgePage
from tests.support.waiting import LIMIT_SECONDS


def test_right_pages_pass_and_stubs_fail(open_folder: Path) -> None:
    report = open_folder / "web.json"
    process.run(
        outset("track", "test", FIXTURES / "sample_tracks/web", "--json", report), timeout_seconds=LIMIT_SECONDS
    )
    written = json.loads(report.read_text())
    assert (written["solutions_passed"], written["stubs_failed"], written["skipped"]) == (2, 2, [])
    assert written["tests_reported"] == written["tests_named"] == 5


def test_mark_of_byte_order_is_no_part_of_a_page_nor_of_its_styles(judged_page: JudgePage) -> None:
    mark = "\ufeff"
    right = judged_page(index_html=mark + PAGE, style_css=mark + SHEET)
    assert (right.verdict, right.output) == (Verdict.ACCEPTED, "")
    slips = judged_page(index_html=mark + PAGE, style_css=f"{mark}h1 {{ colr: green }}\n")
    assert (slips.verdict, slips.file, slips.line) == (Verdict.COMPILE_ERROR, "style.css", 1)
    assert "Did you mean color?" in (slips.results.message or "")
    slips = judged_page(index_html=f"{mark}<h1>x</h2>\n{PAGE}", style_css=mark + SHEET)
    assert (slips.verdict, slips.file, slips.line) == (Verdict.COMPILE_ERROR, "index.html", 1)
    assert mark not in slips.model_dump_json()


def with_body(text: str) -> str:
    """Return the right page with `text` in the tenth line."""
    return PAGE.replace("  </body>", f"{text}\n  </body>")


@pytest.mark.parametrize(
    ("sources", "place", "said"),
    [
        ({"index_html": with_body("<p><b>x</p>")}, ("index.html", 11), "<b> is not closed before </p>"),
        ({"index_html": with_body("<h2>x</h3>")}, ("index.html", 11), "</h3> stands where </h2> is needed"),
        ({"index_html": with_body("<fotter>x</fotter>")}, ("index.html", 11), "Did you mean <footer>?"),
        ({"index_html": with_body('\n<p clas="x">x</p>')}, ("index.html", 12), "<p> has no attribute clas."),
        ({"index_html": with_body('<p id="hello">x</p>')}, ("index.html", 11), "that of the element in line 9"),
        (
            {"index_html": with_body('<a href="x>x</a>\n<p class="y">')},
            ("index.html", 11),
            "after href= is not closed",
        ),
        ({"index_html": with_body("<!-- x")}, ("index.html", 11), "is not closed"),
        ({"index_html": with_body("<p")}, ("index.html", 11), "tag is not finished"),
        ({"index_html": PAGE.replace("style.css", "stile.css")}, ("index.html", 6), "no file stile.css"),
        (
            {"index_html": with_body("<style>\nh1 { colr: red }\n</style>")},
            ("index.html", 12),
            "Did you mean color?",
        ),
        ({"index_html": with_body('<p style="color: gren">x</p>')}, ("index.html", 11), "color cannot be gren"),
        ({"index_html": with_body("<script>\nlet = ;\n</script>")}, ("index.html", 12), "SyntaxError"),
        ({"style_css": f"{SHEET}p {{\n  width: 10 pixels;\n}}"}, ("style.css", 11), "width cannot be 10 pixels"),
        (
            {"style_css": "h1 {\n  color: green\n  margin: 0;\n}"},
            ("style.css", 2),
            "A ; is missing after the value of",
        ),
        ({"style_css": "h1 {\n  color: green;\n"}, ("style.css", 1), "{ is not closed"),
        ({"style_css": "h1 {\n  color green;\n}"}, ("style.css", 2), "A : is missing"),
    ],
)
def test_fault_of_a_page_is_a_compile_error_with_its_line(
    judged_page: JudgePage, sources: dict[str, str], place: tuple[str, int], said: str
) -> None:
    judgement = judged_page(**sources)
    message = judgement.results.message or ""
    assert judgement.verdict is Verdict.COMPILE_ERROR, judgement
    assert (judgement.file, judgement.line) == place
    assert said in message or said in judgement.output


def test_what_the_standard_lets_an_author_leave_out_is_no_fault(judged_page: JudgePage) -> None:
    text = "<ul><li>a<li>b</ul><table><tr><td>1<td>2</table><p>c<p>d<br><my-own some=x>e</my-own><svg><g/></svg>"
    judgement = judged_page(index_html=with_body(text))
    # What could be better is for the exercise's tests to ask about.
    assert [test.status for test in judgement.results.tests] == ["pass", "pass", "fail"]
    assert "</li> is left out." in (judgement.results.tests[2].message or "")


def test_missing_alt_text_is_for_the_tests_to_judge(judged_page: JudgePage) -> None:
    judgement = judged_page(index_html=PAGE.replace(' alt="A waving hand"', ""))
    assert judgement.verdict is Verdict.WRONG_ANSWER
    assert "<img> has no alt text." in (judgement.results.tests[2].message or "")


@pytest.mark.parametrize(
    ("sheet", "verdict"),
    [
        ("#hello { color: green } h1 { color: red }", Verdict.ACCEPTED),
        ("h1 { color: green !important } #hello { color: red }", Verdict.ACCEPTED),
        ("h1 { color: red } h1 { color: green }", Verdict.ACCEPTED),
        ("body > h1:first-child { color: green } h1 { color: red }", Verdict.ACCEPTED),
        ("h1 { color: green } h1::before { color: red }", Verdict.ACCEPTED),
        ("@media screen { h1 { color: green } }", Verdict.WRONG_ANSWER),
        ("h1 { color: green } body h1 { color: red }", Verdict.WRONG_ANSWER),
    ],
)
def test_heavier_selector_and_then_the_later_rule_wins(judged_page: JudgePage, sheet: str, verdict: Verdict) -> None:
    assert judged_page(style_css=sheet).verdict is verdict


def test_error_of_a_script_names_its_line(judged_page: JudgePage) -> None:
    judgement = judged_page("counter", script_js="const a = 1;\nb();\n")
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert (judgement.file, judgement.line) == ("script.js", 2)
    assert judgement.results.message == "ReferenceError: b is not defined"
    # What JavaScript says is explained in its words.
    assert explain("web", judgement.results.message, "en") == explain("javascript", judgement.results.message, "en")
    assert explain("web", judgement.results.message, "es") is not None


def test_tests_that_ask_outside_of_any_test_for_what_a_page_lacks_are_not_broken(judged_page: JudgePage) -> None:
    asking = "const said = document.querySelector('button').textContent;\ntest('x', () => expect(said).toBe('Buy'));\n"
    judgement = judged_page(greeting_spec_js=asking)
    assert (judgement.verdict, judgement.reason) == (Verdict.RUNTIME_ERROR, Reason.BROKE_LOADING)
    assert (judgement.file, judgement.line) == ("greeting.spec.js", 1)
    # What nobody can read is the exercise's own fault all the same.
    assert judged_page(greeting_spec_js="test('buys', () => {\n").reason is Reason.EXERCISE_BROKEN


def test_page_from_outside_is_not_fetched_and_no_fault(judged_page: JudgePage) -> None:
    text = '<script src="https://example.org/x.js"></script><link rel="stylesheet" href="//example.org/x.css">'
    statuses = [test.status for test in judged_page(index_html=with_body(text)).results.tests]
    assert statuses == ["pass", "pass", "fail"]


@pytest.mark.parametrize("word", ["styleOf", "expect", "warnings", "openPage"])
def test_words_of_the_tests_cannot_be_replaced_by_a_page(judged_page: JudgePage, word: str) -> None:
    script = f"const out = console.log.constructor('return globalThis')(); out.{word} = () => ({{ color: 'green' }});"
    judgement = judged_page(index_html=with_body(f"<script>{script}</script>"), style_css="h1 { color: red }")
    assert judgement.verdict is Verdict.WRONG_ANSWER


# What a document may also come to, on a machine with much else to do.
STOPPED = {Verdict.TIME_LIMIT_EXCEEDED, Verdict.MEMORY_LIMIT_EXCEEDED, Verdict.RUNTIME_ERROR}
ENTITIES = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "100,000 nested divs": ("index_html", "<div>" * 100_000, Verdict.COMPILE_ERROR),
    "100,000 end tags": ("index_html", "</b>" * 100_000, Verdict.COMPILE_ERROR),
    "a value of 1 MB": ("index_html", with_body(f'<p title="{"x" * 1_000_000}">'), Verdict.WRONG_ANSWER),
    "a name of 1 MB": ("index_html", with_body(f"<{'x' * 1_000_000}>"), Verdict.COMPILE_ERROR),
    "20,000 attributes": (
        "index_html",
        f"<p {' '.join(f'a{n}' for n in range(20_000))}>",
        Verdict.COMPILE_ERROR,
    ),
    "a billion laughs": ("index_html", f"<!doctype html [{ENTITIES}]><p>&x9;</p>", Verdict.COMPILE_ERROR),
    "an endless script": ("index_html", with_body("<script>while (true);</script>"), Verdict.TIME_LIMIT_EXCEEDED),
    "a script that eats": (
        "index_html",
        with_body("<script>a = []; while (true) a.push(a + a)</script>"),
        Verdict.TIME_LIMIT_EXCEEDED,
    ),
    "a script that leaves": (
        "index_html",
        with_body("<script>console.log.constructor('return process')().reallyExit(0)</script>"),
        Verdict.RUNTIME_ERROR,
    ),
    "no characters": ("index_html", "\ufffd\udcff\x00\x1b]0;x\x07<p>", Verdict.COMPILE_ERROR),
    "600,000 rules": ("style_css", "a{}" * 600_000, Verdict.WRONG_ANSWER),
    "100,000 nested rules": ("style_css", "a{" * 100_000, Verdict.COMPILE_ERROR),
    "100,000 brackets": ("style_css", "a{width:calc" + "(" * 100_000, Verdict.COMPILE_ERROR),
    "a value with no end": ("style_css", f"a{{width:calc({'1px + ' * 50_000}1px)}}", Verdict.WRONG_ANSWER),
    "a selector with no end": ("style_css", f"{':not(a,' * 39}b{')' * 39}{{}}", Verdict.WRONG_ANSWER),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_gets_a_verdict(judged_page: JudgePage, name: str) -> None:
    path, text, verdict = HOSTILE[name]
    judgement = judged_page(**{path: text})
    # How long a value the library goes through depends on the stack that it has left.
    assert judgement.verdict in {verdict, Verdict.COMPILE_ERROR, *STOPPED}, (judgement.results.message or "")[:500]
    assert len(judgement.results.message or "") < 300
    assert "\x1b" not in judgement.model_dump_json()


def test_page_is_run_by_the_command(open_folder: Path) -> None:
    path = open_folder / "page.html"
    path.write_text("<h1>Hi</h1>\n<script>console.log(document.querySelector('h1').textContent)</script>\n")
    ran = process.run(outset("kiosk", "run", "web", path), timeout_seconds=LIMIT_SECONDS)
    assert "Hi\n" in ran
    assert "accepted" in ran
    path.write_text("<h1>Hi</h2>\n")
    ran = process.run(outset("kiosk", "run", "web", path, "--json"), timeout_seconds=LIMIT_SECONDS, accept=(1,))
    assert json.loads(ran)["verdict"] == Verdict.COMPILE_ERROR

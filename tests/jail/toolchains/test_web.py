"""Pages in the jail: read, opened and tested; what is wrong is said with its line, and no document stops the reader."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Judgement, RunResult, Verdict
from kiosk_agent.runner.jail.hand_in import exercise_hand_in
from kiosk_agent.runner.judging.judge import judge
from kiosk_agent.tutor.text.plain_words import explain
from tests.support.checkout import DRIVERS, FIXTURES, ROOT
from tests.support.jail.jails import as_account, outset
from tests.support.judgements import NODE
from tests.support.waiting import LIMIT_SECONDS

TRACK = load_track(FIXTURES / "sample_tracks/web")
PAGE = (TRACK.exercise("greeting").folder / ".meta/index.html").read_text()
SHEET = (TRACK.exercise("greeting").folder / ".meta/style.css").read_text()
Judge = Callable[..., Judgement]


@pytest.fixture(scope="module")
def run(policies: Path) -> Iterator[Callable[[dict[str, object]], RunResult]]:
    """Run one hand-in for pages in a jail; one process with a warm pool serves all."""
    driver: list[str | Path] = [DRIVERS / "plain_words.py", policies, ROOT / "build/npm/node_modules", "web"]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def ask(hand_in: dict[str, object]) -> RunResult:
        asks.write(json.dumps(hand_in).encode() + b"\n")
        asks.flush()
        return RunResult.model_validate_json(answers.readline())

    yield ask
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.fixture
def judged(run: Callable[[dict[str, object]], RunResult]) -> Judge:
    """Judge sources (path -> text) of an exercise of the track, over its right answer."""

    def judged(slug: str = "greeting", **sources: str) -> Judgement:
        exercise = TRACK.exercise(slug)
        answers = {"index.html": PAGE, "style.css": SHEET} if slug == "greeting" else {}
        named = {path.replace("_", "."): text for path, text in sources.items()}
        return judge(exercise, run(asdict(exercise_hand_in(exercise, answers | named))), NODE)

    return judged


def test_right_pages_pass_and_stubs_fail(open_folder: Path) -> None:
    report = open_folder / "web.json"
    process.run(
        outset("track", "test", FIXTURES / "sample_tracks/web", "--json", report), timeout_seconds=LIMIT_SECONDS
    )
    written = json.loads(report.read_text())
    assert (written["solutions_passed"], written["stubs_failed"], written["skipped"]) == (2, 2, [])
    assert written["tests_reported"] == written["tests_named"] == 5


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
    judged: Judge, sources: dict[str, str], place: tuple[str, int], said: str
) -> None:
    judgement = judged(**sources)
    message = judgement.results.message or ""
    assert judgement.verdict is Verdict.COMPILE_ERROR, judgement
    assert (judgement.file, judgement.line) == place
    assert said in message or said in judgement.output


def test_what_the_standard_lets_an_author_leave_out_is_no_fault(judged: Judge) -> None:
    text = "<ul><li>a<li>b</ul><table><tr><td>1<td>2</table><p>c<p>d<br><my-own some=x>e</my-own><svg><g/></svg>"
    judgement = judged(index_html=with_body(text))
    # What could be better is for the exercise's tests to ask about.
    assert [test.status for test in judgement.results.tests] == ["pass", "pass", "fail"]
    assert "</li> is left out." in (judgement.results.tests[2].message or "")


def test_missing_alt_text_is_for_the_tests_to_judge(judged: Judge) -> None:
    judgement = judged(index_html=PAGE.replace(' alt="A waving hand"', ""))
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
def test_heavier_selector_and_then_the_later_rule_wins(judged: Judge, sheet: str, verdict: Verdict) -> None:
    assert judged(style_css=sheet).verdict is verdict


@pytest.mark.parametrize(
    "sheet",
    [
        ".card { color: red; .title { font-weight: bold; } }",
        "p { > b { color: red } + i { color: red } a & { color: red } &:hover, li { color: red } }",
        ".a { @media (width >= 600px) { color: blue; .b:hover { color: red } } @starting-style { opacity: 0 } }",
        "@page { margin: 2cm } @page :first { @top-left { content: 'x' } }",
        "a { color: rgb(from red r g b / 50%); border: 1px solid hsl(from var(--x) h s calc(l * 1.2)) }",
        "@layer base, theme; @layer base { a { color: red } }",
        "@container card (width > 400px) { a { color: red } } .x { container: card / inline-size }",
        "@supports selector(:has(a)) { a:has(> img), li:nth-child(2 of .x) { color: red } }",
        "@scope (.card) to (.end) { :scope { color: oklch(70% 0.1 200) } }",
        "@property --x { syntax: '<length>'; inherits: false; initial-value: 0px }",
        "a { width: calc-size(auto, size); order: sibling-index(); shape-outside: circle(50%) }",
    ],
)
def test_css_of_today_is_no_fault(judged: Judge, sheet: str) -> None:
    assert judged(style_css=f"h1 {{ color: green }}\n{sheet}\n").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("sheet", "line", "said"),
    [
        ("@page {\n  margn: 1cm\n}", 2, "Did you mean margin?"),
        ("h1 { color: green;\n  b { colr: red } }", 2, "Did you mean color?"),
        ("h1 {\n  color: green\n  b { color: red }\n}", 2, "A ; is missing after the value of color."),
        ("h1 {\n  color: green;\n  b {\n    color: red;\n}\n", 1, "{ is not closed"),
        ("h1 {\n  color: rgb(from gren r g b)\n}", 2, "color cannot be rgb(from gren r g b)."),
        ("h1 {\n  color: rgb(from red r g)\n}", 2, "color cannot be rgb(from red r g)."),
        ("h1 {\n  margin: rgb(from red r g b)\n}", 2, "margin cannot be"),
        ("\n@contaner (width > 1px) { a { color: red } }", 2, "Did you mean @container?"),
        ("@layer a {\n  a { colr: red }\n}", 2, "Did you mean color?"),
        ("a {\n  @media (width > 1px) {\n    colr: red\n  }\n}", 3, "Did you mean color?"),
    ],
)
def test_slip_in_css_of_today_is_named_with_its_line(judged: Judge, sheet: str, line: int, said: str) -> None:
    judgement = judged(style_css=sheet)
    assert (judgement.verdict, judgement.file, judgement.line) == (Verdict.COMPILE_ERROR, "style.css", line)
    assert said in (judgement.results.message or "")


@pytest.mark.parametrize(
    "sheet",
    [
        "body { h1 { color: green } } h1 { color: red }",
        ".x, #hello { &:is(h1) { color: green } } #hello { color: red }",
        "h1 { color: red; body & { color: green } }",
        "body { main, & { > h1 { color: green } } }",
    ],
)
def test_rule_in_a_rule_holds_for_what_is_in_both(judged: Judge, sheet: str) -> None:
    assert judged(style_css=sheet).verdict is Verdict.ACCEPTED


def test_error_of_a_script_names_its_line(judged: Judge) -> None:
    judgement = judged("counter", script_js="const a = 1;\nb();\n")
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert (judgement.file, judgement.line) == ("script.js", 2)
    assert judgement.results.message == "ReferenceError: b is not defined"
    # What JavaScript says is explained in its words.
    assert explain("web", judgement.results.message, "en") == explain("javascript", judgement.results.message, "en")
    assert explain("web", judgement.results.message, "es") is not None


def test_page_from_outside_is_not_fetched_and_no_fault(judged: Judge) -> None:
    text = '<script src="https://example.org/x.js"></script><link rel="stylesheet" href="//example.org/x.css">'
    statuses = [test.status for test in judged(index_html=with_body(text)).results.tests]
    assert statuses == ["pass", "pass", "fail"]


@pytest.mark.parametrize("word", ["styleOf", "expect", "warnings", "openPage"])
def test_words_of_the_tests_cannot_be_replaced_by_a_page(judged: Judge, word: str) -> None:
    script = f"const out = console.log.constructor('return globalThis')(); out.{word} = () => ({{ color: 'green' }});"
    judgement = judged(index_html=with_body(f"<script>{script}</script>"), style_css="h1 { color: red }")
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
def test_hostile_document_gets_a_verdict(judged: Judge, name: str) -> None:
    path, text, verdict = HOSTILE[name]
    judgement = judged(**{path: text})
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

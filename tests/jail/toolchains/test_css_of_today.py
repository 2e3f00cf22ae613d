"""Style sheets as CSS is today: taken, and each slip in them named with its line."""

import pytest

from kiosk_agent.protocol.results import Verdict
from tests.support.jail.pages import JudgePage

OF_TODAY = [
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
]


def test_css_of_today_is_no_fault(judged_page: JudgePage) -> None:
    judgement = judged_page(style_css="h1 { color: green }\n" + "".join(f"{sheet}\n" for sheet in OF_TODAY))
    assert (judgement.verdict, judgement.results.message) == (Verdict.ACCEPTED, None)


SLIPS = (
    ("@page {\n  margn: 1cm\n}", 2, "Did you mean margin?"),
    ("h1 { color: green;\n  b { colr: red } }", 2, "Did you mean color?"),
    ("h1 {\n  color: green\n  b { color: red }\n}", 2, "A ; is missing after the value of color."),
    ("h1 {\n  color: rgb(from gren r g b)\n}", 2, "color cannot be rgb(from gren r g b)."),
    ("h1 {\n  color: rgb(from red r g)\n}", 2, "color cannot be rgb(from red r g)."),
    ("h1 {\n  margin: rgb(from red r g b)\n}", 2, "margin cannot be rgb(from red r g b)."),
    ("@contaner (width > 1px) { a { color: red } }", 1, "Did you mean @container?"),
    ("@layer a {\n  a { colr: red }\n}", 2, "Did you mean color?"),
    ("a {\n  @media (width > 1px) {\n    colr: red\n  }\n}", 3, "Did you mean color?"),
)


def test_slips_in_css_of_today_are_named_with_their_lines(judged_page: JudgePage) -> None:
    sheet, expected = "", []
    for text, line, said in SLIPS:
        expected.append((f"style.css, line {sheet.count(chr(10)) + line}: ", said))
        sheet += f"{text}\n"
    judgement = judged_page(style_css=sheet)
    assert judgement.verdict is Verdict.COMPILE_ERROR
    told = [f"{judgement.file}, line {judgement.line}: {judgement.results.message}", *judgement.output.splitlines()]
    for place, said in expected:
        assert any(line.startswith(place) and said in line for line in told), (place, said, told)


def test_rule_in_a_rule_that_is_not_closed_is_named_where_it_begins(judged_page: JudgePage) -> None:
    judgement = judged_page(style_css="h1 {\n  color: green;\n  b {\n    color: red;\n}\n")
    assert (judgement.verdict, judgement.file, judgement.line) == (Verdict.COMPILE_ERROR, "style.css", 1)
    assert "{ is not closed" in (judgement.results.message or "")


@pytest.mark.parametrize(
    "sheet",
    [
        "body { h1 { color: green } } h1 { color: red }",
        ".x, #hello { &:is(h1) { color: green } } #hello { color: red }",
        "h1 { color: red; body & { color: green } }",
        "body { main, & { > h1 { color: green } } }",
    ],
)
def test_rule_in_a_rule_holds_for_what_is_in_both(judged_page: JudgePage, sheet: str) -> None:
    assert judged_page(style_css=sheet).verdict is Verdict.ACCEPTED

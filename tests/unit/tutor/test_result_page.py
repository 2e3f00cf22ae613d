from pathlib import Path

import pytest

from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.protocol.results import (
    AskedBy,
    Cause,
    Comparison,
    Judgement,
    Reason,
    ReportedTest,
    Results,
    ToolchainVersion,
    Verdict,
)
from kiosk_agent.tutor.text import explanation
from kiosk_agent.tutor.text.comparison import compared, marked, without_matcher
from kiosk_agent.tutor.text.explanation import explained
from kiosk_agent.tutor.text.page import Page
from kiosk_agent.tutor.text.plain_words import explain
from kiosk_agent.tutor.text.result_page import has_original, heading, original_page, result_page
from kiosk_agent.tutor.text.translator import Translator
from tests.support.tutor.socket_fakes import judgement
from tests.support.tutor.tutor_parts import write_track

MATCHER = "expect(received).toBe(expected) // Object.is equality"


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return load_track(write_track(tmp_path)).exercises[0]


def failed(message: str, **facts: object) -> ReportedTest:
    return ReportedTest.model_validate({"name": "adds none", "status": "fail", "message": message} | facts)


def judged(message: str, name: str = "adds none") -> Judgement:
    test = ReportedTest(name=name, status="fail", message=message)
    return judgement(results=Results(status="fail", tests=(test,)), output="")


def test_what_the_program_left_for_later_is_told_as_such_before_its_error(exercise: Exercise) -> None:
    said = Results(
        status="error", message="Error: late", tests=(ReportedTest(name="adds none", status="pass", message=None),)
    )
    late = judgement(
        verdict=Verdict.RUNTIME_ERROR, reason=Reason.BROKE_LATE, file=exercise.solution_files[0], line=2, results=said
    )
    page = result_page(explained(late, exercise, Translator.load("en")), 100).plain
    assert "line 2" in page
    assert page.index("had left something for later") < page.index("✓ ")


def test_two_values_are_read_out_of_the_words_of_the_test_library() -> None:
    assert compared(failed(f"{MATCHER}\n\nExpected: 12\nReceived: 0"), "javascript") == Comparison(
        expected="12", received="0"
    )
    assert compared(
        failed('expect(received).not.toBe(expected)\n\nExpected: "a"\nReceived: undefined'), "javascript"
    ) == Comparison(expected='"a"', received="undefined")


def test_values_that_a_harness_has_are_taken_as_they_are_and_its_words_are_not_taken_apart() -> None:
    values = Comparison(expected="6", received="4")
    assert compared(failed("Expected: 1\nReceived: 2", compared=values), "java") == values
    assert compared(failed("Expected: 1\nReceived: 2"), "java") is None


@pytest.mark.parametrize(
    "message",
    ["", "TypeError: total is not a function", "Expected: 1", f"{MATCHER}\n\n- Expected  - 1\n+ Received  + 1\n\n  []"],
)
def test_what_is_more_than_two_values_is_left_as_it_is(message: str) -> None:
    assert compared(failed(message), "javascript") is None


def test_only_a_line_that_names_the_matcher_is_left_out() -> None:
    assert (
        without_matcher(f"{MATCHER}\n\n- Expected  - 1\n+ Received  + 1", "javascript")
        == "- Expected  - 1\n+ Received  + 1"
    )
    assert without_matcher("expect(x) is not a function", "javascript") == "expect(x) is not a function"
    assert without_matcher(MATCHER, "javascript") == MATCHER


def test_what_goes_on_stands_under_its_indent() -> None:
    page = Page(20)
    page.add_hanging("x ", "a title that is longer than the page", "bold")
    page.add_lines("words that go on and on", "    ")
    page.add_lines("  a line that begins with blanks", "")
    page.add_lines("0123456789" * 3, "  ")
    assert page.content().plain.split("\n") == [
        "x a title that is",
        "  longer than the",
        "  page",
        "    words that go on",
        "    and on",
        "  a line that begins",
        "with blanks",
        "  012345678901234567",
        "  890123456789",
    ]


@pytest.mark.parametrize("columns", [34, 72, 116])
def test_no_line_of_a_result_is_wider_than_the_panel_nor_leaves_its_indent(exercise: Exercise, columns: int) -> None:
    told = judged(f"{MATCHER}\n\nExpected: {'7 ' * 60}\nReceived: 0", name="adds " + "very " * 20 + "many numbers")
    page = result_page(explained(told, exercise, Translator.load("en")), columns).plain
    assert max(len(line) for line in page.split("\n")) <= columns
    before, after = page.split("\n\n", 1)
    assert after.startswith("It took")
    assert [line for line in before.split("\n")[1:] if not line.startswith("  ")] == []


def test_the_two_values_stand_in_the_page_and_the_library_s_own_words_a_key_away(exercise: Exercise) -> None:
    told = explained(judged(f"{MATCHER}\n\nExpected: 12\nReceived: 0"), exercise, Translator.load("es"))
    page = result_page(told, 76).plain
    assert "  se espera:   12\n  tu programa: 0\n" in page
    assert MATCHER not in page
    assert has_original(told)
    assert MATCHER in original_page(told, 76).plain


def test_the_first_message_is_looked_up_once_drawn_for_any_width_and_the_others_are_names(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def explain(_: str, message: str, *_rest: object, **_options: object) -> None:
        looked_up.append(message)

    monkeypatch.setattr(explanation, "explain", explain)
    tests = tuple(ReportedTest(name=f"test {n}", status="fail", message=f"message {n}") for n in range(25))
    told = explained(judgement(results=Results(status="fail", tests=tests)), exercise, Translator.load("en"))
    for columns in (40, 80):
        assert heading(told, columns).plain
        page = result_page(told, columns).plain
        assert all(f"✗ test {number}\n" in page for number in range(25))
        assert [line for line in page.split("\n") if "message" in line] == ["  message 0"]
    assert has_original(told)
    assert looked_up == ["message 0"]


def test_the_author_speaks_first_but_where_the_harness_found_what_is_wrong_in_this_very_program(tmp_path: Path) -> None:
    author = "With two shelves, add both."
    track = write_track(tmp_path)
    catalogue = track / "exercises/practice/stock-count/.meta/catalogue/en.toml"
    catalogue.parent.mkdir()
    catalogue.write_text(f'["adds two numbers"]\ntitle = "3 and 4 are 7"\nfailure = "{author}"\n')
    exercise = load_track(track).exercises[0]
    guessed = failed(f"{MATCHER}\n\nExpected: 7\nReceived: undefined", name="adds two numbers")
    cause = Cause(name="return-line-ends")
    found = guessed.model_copy(update={"cause": cause, "file": "stock-count.js", "line": 2})
    pages = {}
    for name, test in {"guessed": guessed, "found": found}.items():
        told = explained(
            judgement(results=Results(status="fail", tests=(test,)), output=""), exercise, Translator.load("en")
        )
        pages[name] = result_page(told, 80).plain.split("\n")
    assert pages["guessed"][1].strip() == author
    assert "expected:" in pages["guessed"][2]
    assert [line.strip() for line in pages["found"][1:3]] == [
        "stock-count.js, line 2",
        "After return this line ends, so nothing is given back: the next",
    ]
    assert author not in [line.strip() for line in pages["found"]]


def test_of_two_values_what_differs_is_marked() -> None:
    one, other = marked('"Bus 7: Hospital"', '"Bús 7: Hospital"')
    assert [(span.start, span.end) for span in (*one.spans, *other.spans)] == [(2, 3), (2, 3)]
    assert [each.spans for each in marked("7", "undefined")] == [[], []]
    longer, shorter = marked("[30, 26]", "[30]")
    assert [longer.plain[span.start : span.end] for span in longer.spans] == [", 26"]
    assert shorter.spans == []


def test_a_long_verdict_goes_on_behind_its_sign(exercise: Exercise) -> None:
    told = explained(judgement(Verdict.INTERNAL_ERROR), exercise, Translator.load("en"))
    words = heading(told, 60).plain.split("\n")
    assert words[0].startswith("✗ This kiosk")
    assert words[1].startswith("  ")


def test_what_a_harness_found_by_itself_is_said_by_its_name_whatever_its_message(exercise: Exercise) -> None:
    twice = Cause(name="id-twice", facts={"name": "`top`", "line": "3"})
    lacking = judgement(
        Verdict.COMPILE_ERROR,
        reason=Reason.BROKE_COMPILING,
        file="stock-count.js",
        results=Results(status="error", message="any words at all"),
        cause=twice,
        toolchain=ToolchainVersion(name="web", program="node", version="20"),
        output="",
    )
    page = result_page(explained(lacking, exercise, Translator.load("en")), 80)
    assert "any words" not in page.plain
    words = explain("web", "any words at all", "es", cause=twice)
    assert words is not None
    assert "`top`" in str(words.happened)
    unknown = Cause(name="of-a-newer-harness")
    assert explain("web", "any words at all", "es", cause=unknown) is None


@pytest.mark.parametrize(
    ("text", "line"), [("assertEquals(3, Shop.sum(3));", ": assertEquals(3, Shop.sum(3));"), ("", "")]
)
def test_what_the_tests_ask_for_is_in_plain_words_and_their_line_below_the_original(
    exercise: Exercise, text: str, line: str
) -> None:
    lacking = judgement(
        Verdict.COMPILE_ERROR,
        reason=Reason.BROKE_COMPILING,
        file="stock-count.js",
        results=Results(status="error", message="cannot find symbol"),
        asked_by=AskedBy(file="src/ShopTest.java", line=12, text=text),
        toolchain=ToolchainVersion(name="java", program="java", version="21"),
        output="",
    )
    for language, words, place in (
        ("en", "The tests use something that your program does not have", "src/ShopTest.java, line 12"),
        ("es", "Las pruebas usan algo que tu programa no tiene", "src/ShopTest.java, línea 12"),
    ):
        told = explained(lacking, exercise, Translator.load(language))
        assert words in result_page(told, 80).plain
        assert has_original(told)
        original = original_page(told, 80).plain.rstrip().split("\n")
        assert [each.strip() for each in original[-2:]] == ["stock-count.js: cannot find symbol", f"{place}{line}"]


@pytest.mark.parametrize(
    ("verdict", "advice"),
    [
        (Verdict.TIME_LIMIT_EXCEEDED, "Is there a loop that never ends?"),
        (Verdict.MEMORY_LIMIT_EXCEEDED, "Is there a list or a text that grows in a loop that never ends?"),
        (Verdict.OUTPUT_LIMIT_EXCEEDED, "Is there a line that writes inside a loop that never ends?"),
        (Verdict.RUNTIME_ERROR, "What does your program do with the values that this test hands in?"),
    ],
)
def test_a_test_that_a_limit_ended_says_what_there_was_too_much_of(
    exercise: Exercise, verdict: Verdict, advice: str
) -> None:
    under_way = ReportedTest(name="adds none", status="error", is_ended=False)
    reached = judgement(verdict, results=Results(status="error", tests=(under_way,)), output="")
    page = result_page(explained(reached, exercise, Translator.load("en")), 66).plain
    assert "This test was under way when the program ended." in page
    assert advice in " ".join(page.split())

"""What a learner reads below the verdict, laid out for a width: plain words first, the machine's own last and quiet."""

from textual.content import Content, Span

from kiosk_agent.curriculum import Exercise
from kiosk_agent.protocol.results import Judgement, ReportedTest, Verdict
from kiosk_agent.tutor.comparison import Comparison, compared, without_matcher
from kiosk_agent.tutor.plain import one_line, plain
from kiosk_agent.tutor.prose import WIDEST_COLUMNS
from kiosk_agent.tutor.tongue import Tongue
from kiosk_agent.tutor.words import verdict_words

_NARROWEST_COLUMNS = 10


class Page:
    """Gathers lines of styled plain text, none wider than its columns; what goes on stays under its indent."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._text = ""
        self._spans: list[Span] = []

    def add(self, text: str, style: str = "") -> None:
        """Add `text` as it stands."""
        if style:
            self._spans.append(Span(len(self._text), len(self._text) + len(text), style))
        self._text += text

    def add_lines(self, text: str, indent: str = "", style: str = "", *, widest: int | None = None) -> None:
        """Add each line of `text` with `indent` before it, wrapped to the page or to `widest` columns."""
        columns = self._columns if widest is None else min(self._columns, widest)
        room = max(_NARROWEST_COLUMNS, columns - len(indent))
        for line in text.expandtabs(4).split("\n"):
            for piece in Content(line).wrap(room) if line else (Content(),):
                self.add(f"{indent}{piece.plain.rstrip()}\n", style)

    def add_hanging(self, sign: str, text: str, sign_style: str, style: str = "") -> None:
        """Add `text` behind `sign`, and under itself where it goes on."""
        room = max(_NARROWEST_COLUMNS, self._columns - len(sign))
        for index, piece in enumerate(Content(text).wrap(room)):
            self.add(sign if index == 0 else " " * len(sign), sign_style)
            self.add(f"{piece.plain.rstrip()}\n", style)

    def content(self) -> Content:
        """Return all of it."""
        return Content(self._text.rstrip("\n"), self._spans)


def heading(judgement: Judgement, exercise: Exercise, tongue: Tongue, columns: int) -> Content:
    """Return the verdict with its sign."""
    happened, _ = verdict_words(judgement, exercise.language_name, tongue)
    page = Page(columns)
    page.add_hanging("✓ " if judgement.verdict is Verdict.ACCEPTED else "✗ ", happened, "")
    return page.content()


def result_page(judgement: Judgement, exercise: Exercise, tongue: Tongue, columns: int) -> Content:
    """Return advice, the tests that do not pass yet, the others, the output, and the tests' own words."""
    page = Page(columns)
    _, advice = verdict_words(judgement, exercise.language_name, tongue)
    if advice:
        page.add_lines(advice, widest=WIDEST_COLUMNS)
    if judgement.results.message:
        page.add_lines(plain(judgement.results.message).strip(), "  ", "$quiet")
    tests = sorted(judgement.results.tests, key=lambda test: test.status == "pass")
    for test in tests:
        _add_test(page, test, exercise, tongue)
    if judgement.output.strip():
        page.add_lines("\n" + tongue.say("What your program wrote:"), style="bold")
        page.add_lines(plain(judgement.output).strip("\n"), "  ", "$ink")
    if judgement.verdict is not Verdict.INTERNAL_ERROR:
        seconds = tongue.decimal(judgement.milliseconds / 1000, 2)
        page.add_lines("\n" + tongue.say("It took {seconds} seconds.", seconds=seconds), style="$quiet")
    said = [plain(test.message).strip() for test in tests if test.status != "pass" and test.message]
    if any(without_matcher(message) != message for message in said):
        page.add_lines("\n" + tongue.say("What the tests said, word for word:"), style="$quiet")
        for message in said:
            page.add_lines(message, "  ", "$quiet")
    return page.content()


def _add_test(page: Page, test: ReportedTest, exercise: Exercise, tongue: Tongue) -> None:
    words = exercise.test_words(test.name, tongue.language)
    title = one_line(words.title if words is not None else test.name)
    if test.status == "pass":
        page.add_hanging("✓ ", title, "bold $passed")
        return
    page.add_hanging("✗ ", title, "bold $not-yet", "bold")
    if words is not None:
        page.add_lines(plain(words.failure).strip(), "  ", widest=WIDEST_COLUMNS)
    if test.message:
        message = plain(test.message).strip()
        comparison = compared(message)
        if comparison is not None:
            _add_comparison(page, comparison, tongue)
        else:
            page.add_lines(without_matcher(message), "  ", "$quiet")
    if test.output:
        page.add_lines(tongue.say("Written during this test:"), "  ", "$quiet")
        page.add_lines(plain(test.output).strip("\n"), "    ", "$quiet")


def _add_comparison(page: Page, comparison: Comparison, tongue: Tongue) -> None:
    """Add the two values below each other, so that what differs stands out."""
    expected, received = tongue.say("expected:"), tongue.say("your program:")
    wide = max(len(expected), len(received)) + 1
    page.add_hanging(f"  {expected:<{wide}}", comparison.expected, "$quiet", "$passed")
    page.add_hanging(f"  {received:<{wide}}", comparison.received, "$quiet", "$not-yet")

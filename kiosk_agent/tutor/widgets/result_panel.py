"""The verdict, in plain words first and in the machine's own words last."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content, Span

from kiosk_agent.curriculum import Exercise
from kiosk_agent.protocol.results import Judgement, ReportedTest, Verdict
from kiosk_agent.tutor.plain import one_line, plain
from kiosk_agent.tutor.tongue import Tongue
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.words import verdict_words


class Page:
    """Gathers lines of styled plain text."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def add(self, text: str, style: str = "") -> None:
        """Add `text` as it stands."""
        if style:
            self._spans.append(Span(self._length, self._length + len(text), style))
        self._text.append(text)
        self._length += len(text)

    def add_lines(self, text: str, indent: str, style: str = "") -> None:
        """Add each line of `text` with `indent` before it."""
        for line in text.expandtabs(4).split("\n"):
            self.add(f"{indent}{line}\n", style)

    def content(self) -> Content:
        """Return all of it."""
        return Content("".join(self._text).rstrip("\n"), self._spans)


def result_page(judgement: Judgement, exercise: Exercise, tongue: Tongue) -> Content:
    """Return what a learner reads below the verdict: advice, tests that do not pass yet, the others, the output."""
    page = Page()
    _, advice = verdict_words(judgement, exercise.language_name, tongue)
    if advice:
        page.add_lines(advice, "")
    if judgement.results.message:
        page.add_lines(plain(judgement.results.message).strip(), "  ", "$quiet")
    tests = judgement.results.tests
    for test in sorted(tests, key=lambda test: test.status == "pass"):
        _add_test(page, test, exercise, tongue)
    if judgement.output.strip():
        page.add("\n" + tongue.say("What your program wrote:") + "\n", "bold")
        page.add_lines(plain(judgement.output).strip("\n"), "  ", "$ink")
    if judgement.verdict is not Verdict.INTERNAL_ERROR:
        seconds = tongue.decimal(judgement.milliseconds / 1000, 2)
        page.add("\n" + tongue.say("It took {seconds} seconds.", seconds=seconds) + "\n", "$quiet")
    return page.content()


def _add_test(page: Page, test: ReportedTest, exercise: Exercise, tongue: Tongue) -> None:
    words = exercise.test_words(test.name, tongue.language)
    title = one_line(words.title if words is not None else test.name)
    if test.status == "pass":
        page.add("✓ ", "bold $passed")
        page.add(f"{title}\n")
        return
    page.add("✗ ", "bold $not-yet")
    page.add(f"{title}\n", "bold")
    if words is not None:
        page.add_lines(plain(words.failure).strip(), "  ")
    if test.message:
        page.add_lines(plain(test.message).strip(), "  ", "$quiet")
    if test.output:
        page.add_lines(tongue.say("Written during this test:"), "  ", "$quiet")
        page.add_lines(plain(test.output).strip("\n"), "    ", "$quiet")


class ResultPanel(VerticalScroll):
    """Shows a judgement, or that there will be one."""

    DEFAULT_CSS = """
    ResultPanel #result-heading.-accepted { color: $passed; }
    ResultPanel #result-heading.-not-yet { color: $not-yet; }
    ResultPanel #result-page { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the heading and the page."""
        yield Line(id="result-heading", classes="panel-heading")
        yield Line(id="result-page")

    def show_words(self, heading: str, text: str = "") -> None:
        """Show plain words that are no verdict."""
        self._show(heading, Content(plain(text)), "")

    def show_judgement(self, judgement: Judgement, exercise: Exercise, tongue: Tongue) -> None:
        """Show the verdict and all that goes with it."""
        happened, _ = verdict_words(judgement, exercise.language_name, tongue)
        is_accepted = judgement.verdict is Verdict.ACCEPTED
        self._show(
            ("✓ " if is_accepted else "✗ ") + happened,
            result_page(judgement, exercise, tongue),
            "-accepted" if is_accepted else "-not-yet",
        )

    def _show(self, heading: str, page: Content, sign: str) -> None:
        line = self.query_one("#result-heading", Line)
        line.set_classes(f"panel-heading {sign}")
        line.show(heading)
        self.query_one("#result-page", Line).show(page)
        self.scroll_home(animate=False)

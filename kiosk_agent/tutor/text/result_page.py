"""What a learner reads below the verdict, laid out for a width: plain words first; the machine's own a key away."""

from textual.content import Content

from kiosk_agent.protocol.results import ANSWER_REASONS, Comparison, ReportedTest, Verdict
from kiosk_agent.tutor.text.comparison import compared, marked, without_matcher
from kiosk_agent.tutor.text.explanation import Explained, Explanation, named_words, open_tests, place_words
from kiosk_agent.tutor.text.page import Page, said_content
from kiosk_agent.tutor.text.plain import one_line, plain
from kiosk_agent.tutor.text.prose import WIDEST_COLUMNS
from kiosk_agent.tutor.text.words import limit_words, stopped_words, verdict_words

INDENT = "  "
TRY_SIGN = "→ "


def heading(told: Explained, columns: int) -> Content:
    """Return the verdict with its sign."""
    can_be_read = told.of_program is not None and told.of_program.can_be_read
    happened, _ = verdict_words(told.judgement, told.exercise.language_name, told.translator, can_be_read=can_be_read)
    page = Page(columns)
    if told.is_stopped:
        page.add_hanging("■ ", stopped_words(told.translator), "")
        return page.content()
    page.add_hanging("✓ " if told.judgement.verdict is Verdict.ACCEPTED else "✗ ", happened, "")
    return page.content()


def result_page(told: Explained, columns: int) -> Content:
    """Return what happened and what to try: the first test that does not pass yet, the others by name, the output."""
    writer = _Writer(Page(columns), told)
    writer.add_verdict()
    for number, test in enumerate(open_tests(told.judgement)):
        if number == 0:
            writer.add_open_test(test, told.of_first_test)
        else:
            writer.add_title(test)
    for test in told.judgement.results.tests:
        if test.status == "pass":
            writer.add_title(test)
    writer.add_output()
    return writer.page.content()


def original_page(told: Explained, columns: int) -> Content:
    """Return the messages as the toolchain and the tests wrote them, word for word."""
    writer = _Writer(Page(columns), told)
    page = writer.page
    page.add_lines(told.translator.say("The original message, word for word:"), style="$quiet")
    if told.judgement.results.message:
        page.add_lines(writer.verdict_message(), INDENT)
    for test in open_tests(told.judgement):
        writer.add_title(test)
        if test.message:
            page.add_lines(writer.test_message(test), INDENT)
    return page.content()


def has_original(told: Explained) -> bool:
    """Tell whether the page leaves out anything that the original messages say."""
    if told.judgement.results.message and told.of_program is not None:
        return True
    said = [test for test in open_tests(told.judgement) if test.message]
    if len(said) != 1:
        return bool(said)
    message = (said[0].message or "").strip()
    return told.of_first_test is not None or without_matcher(message, told.exercise.language_name) != message


class _Writer:
    """Writes a judgement on a page, each explanation once."""

    def __init__(self, page: Page, told: Explained) -> None:
        self.page = page
        self._told = told
        self._judgement = told.judgement
        self._exercise = told.exercise
        self._translator = told.translator
        self._said: set[str] = set()

    def add_verdict(self) -> None:
        """Add what stopped the program, or what to try about a verdict that says it all."""
        reached = limit_words(self._judgement, self._translator)
        for words in reached:
            self.page.add_lines(words, INDENT, widest=WIDEST_COLUMNS)
        # What a program says of a limit is the limit's doing.
        found = self._told.of_program if not reached else None
        if found is not None:
            self._add_explanation(found)
            return
        _, advice = verdict_words(self._judgement, self._exercise.language_name, self._translator)
        # General advice is for when nothing better is known.
        if advice and not reached and self._told.of_first_test is None:
            self._add_try(Content(advice))
        if self._judgement.results.message:
            self.page.add_lines(self.verdict_message(), INDENT, "$quiet")

    def add_title(self, test: ReportedTest) -> None:
        """Add the test's sign and its title in the learner's language."""
        words = named_words(test.name, self._exercise, self._translator)
        title = one_line(words.title if words is not None else test.name)
        if test.status == "pass":
            self.page.add_hanging("✓ ", title, "bold $passed")
        else:
            self.page.add_hanging("✗ ", title, "bold $not-yet", "bold")

    def add_open_test(self, test: ReportedTest, found: Explanation | None) -> None:
        """Add a test that does not pass: what that means, what it wanted, and what came.

        The exercise's author speaks first, of values, without knowing this program: where the harness is sure what is
        wrong with it, that says it all.
        """
        self.add_title(test)
        message = plain(test.message or "").strip()
        comparison = compared(test, self._exercise.language_name)
        words = self._exercise.test_words(test.name, self._translator.language)
        if found is not None and found.is_certain:
            self._add_explanation(found)
        elif words is not None and (found is None or test.status == "fail"):
            self.page.add_lines(plain(words.failure).strip(), INDENT, widest=WIDEST_COLUMNS)
        if comparison is not None:
            self._add_comparison(comparison)
        if found is not None and not found.is_certain:
            self._add_explanation(found)
        if message and comparison is None and found is None:
            self.page.add_lines(
                without_matcher(self.test_message(test), self._exercise.language_name), INDENT, "$quiet"
            )
        if test.output:
            self.page.add_lines(self._translator.say("Written during this test:"), INDENT, "$quiet")
            self.page.add_lines(plain(test.output).strip("\n"), INDENT * 2, "$quiet")

    def add_output(self) -> None:
        """Add what the program wrote and how long it took."""
        if self._judgement.output.strip():
            self.page.add_lines("\n" + self._translator.say("What your program wrote:"), style="bold")
            self.page.add_lines(plain(self._judgement.output).strip("\n"), INDENT, "$ink")
        # A program that could not be read did not run.
        did_not_run = self._judgement.reason in ANSWER_REASONS
        if not did_not_run and self._judgement.verdict not in (Verdict.INTERNAL_ERROR, Verdict.COMPILE_ERROR):
            seconds = self._translator.decimal(self._judgement.milliseconds / 1000, 2)
            self.page.add_lines(
                "\n" + self._translator.say("It took {seconds} seconds.", seconds=seconds), style="$quiet"
            )

    def verdict_message(self) -> str:
        """Return the message of what stopped the program as it was written, behind its place.

        Where the tests ask for what is lacking, their line stands below.
        """
        judgement = self._judgement
        place = place_words(judgement.file, judgement.line, self._exercise, self._translator)
        message = plain(judgement.results.message or "").strip()
        said = f"{place}: {message}" if place else message
        asked = judgement.asked_by
        if asked is None:
            return said
        line = self._translator.say("{file}, line {number}", file=asked.file, number=asked.line)
        return f"{said}\n{line}: {plain(asked.text).strip()}" if asked.text else f"{said}\n{line}"

    def test_message(self, test: ReportedTest) -> str:
        """Return a test's message as it was written, before its place."""
        place = place_words(test.file, test.line, self._exercise, self._translator)
        message = plain(test.message or "").strip()
        return f"{message} ({place})" if place else message

    def _add_comparison(self, comparison: Comparison) -> None:
        """Add the two values below each other, and mark where they differ."""
        expected, received = self._translator.say("expected:"), self._translator.say("your program:")
        wide = max(len(expected), len(received)) + 1
        wanted, came = marked(plain(comparison.expected), plain(comparison.received))
        self.page.add_hanging(f"{INDENT}{expected:<{wide}}", wanted, "$quiet", "$passed")
        self.page.add_hanging(f"{INDENT}{received:<{wide}}", came, "$quiet", "$not-yet")

    def _add_explanation(self, found: Explanation) -> None:
        """Add where, what happened and what to try; what was said of another test is not said again."""
        is_new = str(found.happened) not in self._said
        if found.place:
            self.page.add_lines(found.place, INDENT, "bold" if is_new else "$quiet")
        if is_new:
            self._said.add(str(found.happened))
            self.page.add_hanging(INDENT, said_content(found.happened), "", widest=WIDEST_COLUMNS)
            if str(found.advice):
                self._add_try(said_content(found.advice))

    def _add_try(self, advice: Content) -> None:
        self.page.add_hanging(TRY_SIGN, advice, "bold $lead", widest=WIDEST_COLUMNS)

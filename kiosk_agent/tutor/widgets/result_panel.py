"""The verdict, in plain words first and in the machine's own words last."""

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content, Span

from kiosk_agent.curriculum import Exercise
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.tutor.state.counted_run import CountedRun
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.explanation import explained
from kiosk_agent.tutor.text.page import Page
from kiosk_agent.tutor.text.plain import plain
from kiosk_agent.tutor.text.result_page import has_original, heading, original_page, result_page
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import run_words
from kiosk_agent.tutor.widgets.fitted import Fitted


class ResultPanel(VerticalScroll):
    """Shows a judgement, or that there will be one."""

    DEFAULT_CSS = """
    ResultPanel #result-heading.-accepted { color: $passed; }
    ResultPanel #result-heading.-not-yet { color: $not-yet; }
    """

    is_original = False
    """The messages are shown as the machine wrote them."""
    refused: Callable[[Translator], tuple[str, str]] | None = None
    """Why the text is not as the learner wanted it, which is said above each result."""

    def compose(self) -> ComposeResult:
        """Lay out the heading and the page."""
        yield Fitted(id="result-heading", classes="panel-heading")
        yield Fitted(id="result-page")

    def show_words(self, heading: str, text: str = "") -> None:
        """Show plain words that are no verdict."""
        self.border_title = self.border_subtitle = ""
        self._show(partial(_words, heading), partial(_words, plain(text)), "")

    def show_run(
        self, run: CountedRun, exercise: Exercise, translator: Translator, *, is_original: bool = False
    ) -> None:
        """Show the verdict with plain words, or with the messages as the machine wrote them."""
        judgement = run.judgement
        self.border_title = run_words(run, translator)
        told = explained(judgement, exercise, translator, is_stopped=run.is_stopped)
        has_other = has_original(told)
        self.is_original = is_original and has_other
        above = () if self.refused is None else self.refused(translator)
        self._show(
            partial(_below, "\n".join(above), partial(heading, told)),
            partial(original_page if self.is_original else result_page, told),
            "-accepted" if judgement.verdict is Verdict.ACCEPTED else "-not-yet",
        )
        self.border_subtitle = _other_page(translator, is_original=self.is_original) if has_other else ""

    def forget_refused(self) -> bool:
        """Say no more what was refused; True when it was said."""
        was_said, self.refused = self.refused is not None, None
        return was_said

    def _show(self, heading: Callable[[int], Content], page: Callable[[int], Content], sign: str) -> None:
        line = self.query_one("#result-heading", Fitted)
        line.set_classes(f"panel-heading {sign}")
        line.show_fitted(heading)
        self.query_one("#result-page", Fitted).show_fitted(page)
        self.scroll_home(animate=False)


def _words(text: str, columns: int) -> Content:
    page = Page(columns)
    page.add_lines(text)
    return page.content()


def _below(above: str, heading: Callable[[int], Content], columns: int) -> Content:
    return Content("\n").join([_words(above, columns), heading(columns)]) if above else heading(columns)


def _other_page(translator: Translator, *, is_original: bool) -> Content:
    words = translator.say("in plain words") if is_original else translator.say("original message")
    return Content(f"{keys.ORIGINAL.printed} {words}", [Span(0, len(keys.ORIGINAL.printed), "bold $lead")])

"""What a trainer shows to all: a program or a page, to be read. It lies over the lesson until a key closes it."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content, Span

from kiosk_agent.protocol.acts.showing import Showing, ShownFile
from kiosk_agent.tutor.screens.messages import ShownClosed
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.plain import one_line, plain, spelled
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.fitted import Fitted
from kiosk_agent.tutor.widgets.key_line import KeyLine
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.prose_view import ProseView
from kiosk_agent.tutor.widgets.top.lesson_top import LessonTop

TAB_COLUMNS = 4


def program_content(text: str, columns: int) -> Content:
    """Return a program with the numbers of its lines; what is too wide goes on below, behind the number."""
    lines = spelled(plain(text)).expandtabs(TAB_COLUMNS).removesuffix("\n").split("\n")
    gutter = len(str(len(lines))) + 2
    room = max(10, columns - gutter)
    shown, spans = "", []
    for number, line in enumerate(lines, 1):
        for start in range(0, max(len(line), 1), room):
            head = f"{number:>{gutter - 2}}  " if start == 0 else " " * gutter
            spans.append(Span(len(shown), len(shown) + gutter, "$quiet"))
            shown += f"{head}{line[start : start + room]}\n"
    return Content(shown.removesuffix("\n"), spans)


class ShownScreen(TutorScreen):
    """Shows it. No letter of it is a command to the screen, and nothing is written here."""

    AUTO_FOCUS = "#shown-page"
    DEFAULT_CSS = """
    ShownScreen { background: $ground; }
    ShownScreen #shown-page { height: 1fr; margin: 1; padding: 0 1; border: $frame $lead; background: $sheet; }
    ShownScreen #shown-title { text-style: bold; color: $ink; }
    ShownScreen #shown-whose { color: $quiet; margin-bottom: 1; }
    ShownScreen .file-name { color: $quiet; margin-top: 1; }
    ShownScreen KeyLine { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.SHOWN_KEYS)

    def __init__(self, translator: Translator, view: KioskView, showing: Showing) -> None:
        super().__init__(translator, view)
        self.showing = showing

    def compose(self) -> ComposeResult:
        """Lay out whose it is, and all of it below."""
        yield LessonTop()
        with VerticalScroll(id="shown-page"):
            yield Line(id="shown-title")
            yield Line(id="shown-whose")
            if self.showing.prose:
                yield ProseView(id="shown-prose")
            for file in self.showing.files:
                yield Line(one_line(file.name), classes="file-name")
                yield _Program(file)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the page."""
        super().on_mount()
        if self.showing.prose:
            self.query_one(ProseView).show_markdown(self.showing.prose)

    def speak(self) -> None:
        """Say whose it is and how it is closed."""
        say, sender, learner = self.translator.say, one_line(self.showing.sender), one_line(self.showing.learner)
        title = one_line(self.showing.title) or say("A page from your trainer")
        self.query_one("#shown-title", Line).show(title)
        whose = say("Work of {name}", name=learner) if learner else say("Work of one of you")
        shows = say("{name} shows this to all.", name=sender) if sender else say("Your trainer shows this to all.")
        self.query_one("#shown-whose", Line).show(f"{whose}. {shows}" if self.showing.files else shows)
        self.query_one(KeyLine).show_keys((keys.CLOSE_SHOWN,), self.translator, lead=keys.CLOSE_SHOWN)

    def follow(self) -> None:
        """Show the time left, what was written to the learner, and who sees the screen."""
        place = (self.translator.say("Shown to all"),)
        self.query_one(LessonTop).show_lesson(place, self.view, self.translator)

    def action_close_shown(self) -> None:
        """Go back."""
        self.post_message(ShownClosed(self.showing.act_id))


class _Program(Fitted):
    def __init__(self, file: ShownFile) -> None:
        super().__init__()
        self.show_fitted(partial(program_content, file.text))

"""Shows who this kiosk is, for a person to compare with what the trainer's page shows."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk_agent.protocol.enrolment import qr_text
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.widgets.large_words import LargeWords
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.qr_code import QrCode


class ApprovalScreen(TutorScreen):
    """A QR code with the six words beside it."""

    DEFAULT_CSS = """
    ApprovalScreen { align: center middle; background: $ground; }
    ApprovalScreen #approval-title { text-style: bold; width: 100%; padding: 0 1; height: 1; }
    ApprovalScreen #approval-text { width: 100%; padding: 0 1; height: 1; color: $quiet; margin-bottom: 1; }
    ApprovalScreen Horizontal { height: auto; width: auto; }
    ApprovalScreen Vertical { width: 80; height: auto; }
    ApprovalScreen QrCode { margin: 0 2 0 1; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the words above, and the code and the large words side by side."""
        fingerprint = self.view.state.fingerprint if self.view.state is not None else ()
        with Vertical():
            yield Line(id="approval-title")
            yield Line(id="approval-text")
            with Horizontal():
                yield QrCode(qr_text(fingerprint))
                yield LargeWords(id="approval-words")

    def speak(self) -> None:
        """Say what is to be done."""
        say = self.translator.say
        if self.view.state is not None and self.view.state.enrolment_closed:
            title = say("This kiosk is new to the classroom server")
            text = say("Ask a trainer to press “Open for new kiosks” on the Kiosks page.")
        else:
            title = say("This kiosk waits to be approved")
            text = say("Approve it on the trainer's page only when it shows these six words.")
        self.query_one("#approval-title", Line).show(title)
        self.query_one("#approval-text", Line).show(text)

    def follow(self) -> None:
        """Show the words, and what is to be done now."""
        if self.view.state is not None:
            self.query_one("#approval-words", LargeWords).show_words(self.view.state.fingerprint)
        self.speak()

"""A trainer's message: above what is read and written, taking no key but the one that puts it away."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.line import Line


class MessageBar(Widget):
    """Shows the oldest message that is not put away; nothing in it is markup."""

    DEFAULT_CSS = """
    MessageBar {
        layout: vertical; width: 100%; height: auto; display: none; padding: 0 1;
        background: $sheet; border-left: outer $lead;
    }
    MessageBar.-shown { display: block; }
    MessageBar Horizontal { height: 1; }
    MessageBar #message-sender {
        width: 1fr; color: $lead; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis;
    }
    MessageBar #message-key { width: auto; color: $quiet; padding-left: 2; }
    MessageBar #message-text { width: 100%; height: auto; color: $ink; }
    """

    def compose(self) -> ComposeResult:
        """Lay out who wrote it and the key above the words."""
        with Horizontal():
            yield Line(id="message-sender")
            yield Line(id="message-key")
        yield Line(id="message-text")

    def show_message(self, view: KioskView, translator: Translator) -> None:
        """Show the oldest one, or nothing where there is none."""
        unread = view.messages()
        self.set_class(bool(unread), "-shown")
        if not unread:
            return
        sender, say = one_line(unread[0].sender), translator.say
        who = say("A message from {name}", name=sender) if sender else say("A message from your trainer")
        if len(unread) > 1:
            who += " " + say("(1 of {number})", number=len(unread))
        self.query_one("#message-sender", Line).show(who)
        put_away = say("put it away")
        self.query_one("#message-key", Line).show(f"{keys.PUT_AWAY.printed} {put_away}")
        self.query_one("#message-text", Line).show(one_line(unread[0].text))

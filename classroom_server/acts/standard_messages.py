"""Messages that are ready to be sent: each learner reads them in the language that they signed in with."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from classroom_server.web.languages import Words
from kiosk_agent.protocol.languages import LANGUAGES, Language


class StandardMessage(StrEnum):
    """What they are about, in the order in which they are offered."""

    COMING = "coming"
    COME = "come"
    FINISH = "finish"
    BREAK = "break"
    QUIETER = "quieter"
    TASK = "task"


def message_words(message: StandardMessage, _: Words) -> str:
    """Return what learners are told."""
    words = {
        StandardMessage.COMING: _("I am coming to you. Keep working meanwhile."),
        StandardMessage.COME: _("Please come to my desk. Your work is safe."),
        StandardMessage.FINISH: _("Please finish what you are doing: we go on together soon."),
        StandardMessage.BREAK: _("Time for a break: stand up and rest your eyes. Your work is safe."),
        StandardMessage.QUIETER: _("Please work more quietly: others are thinking."),
        StandardMessage.TASK: _("Please read the task again, slowly, and then look at your program."),
    }
    return words[message]


def in_each_language(message: StandardMessage, words_of: Callable[[Language], Words]) -> Mapping[str, str]:
    """Return language -> its words, of every language that we have."""
    return {language: message_words(message, words_of(language)) for language in LANGUAGES}

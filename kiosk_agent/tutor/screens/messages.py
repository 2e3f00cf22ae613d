"""What happened on a screen, said upwards: the app decides what follows."""

from textual.message import Message

from kiosk_agent.curriculum import Exercise
from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.local import KioskState
from kiosk_agent.tutor.state.keeping import Keeping


class AgentHeard(Message):
    """The agent told the kiosk's state, or it is not there: STARTING says both."""

    def __init__(self, state: KioskState) -> None:
        super().__init__()
        self.state = state


class AttentionShown(Message):
    """The screen shows that a trainer asks to be looked at."""

    def __init__(self, act_id: str) -> None:
        super().__init__()
        self.act_id = act_id


class ShownClosed(Message):
    """The learner has read what a trainer shows, and goes back."""

    def __init__(self, act_id: str) -> None:
        super().__init__()
        self.act_id = act_id


class KeepingChanged(Message):
    """Something else is true now of the learner's text."""

    def __init__(self, keeping: Keeping) -> None:
        super().__init__()
        self.keeping = keeping


class SignInSubmitted(Message):
    """The learner gave a number and a PIN."""

    def __init__(self, number: str, pin: str) -> None:
        super().__init__()
        self.number = number
        self.pin = pin


class PinSubmitted(Message):
    """The learner chose a new PIN, twice the same."""

    def __init__(self, pin: str) -> None:
        super().__init__()
        self.pin = pin


class ExercisePicked(Message):
    """The learner wants to work on this exercise."""

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self.exercise = exercise


class TextTyped(Message):
    """The text in the editor changed, to this."""

    def __init__(self, exercise: Exercise, text: str) -> None:
        super().__init__()
        self.exercise = exercise
        self.text = text


class HintShown(Message):
    """The learner was shown a hint of this exercise, the `number`th of `total`."""

    def __init__(self, exercise: Exercise, number: int, total: int) -> None:
        super().__init__()
        self.exercise = exercise
        self.number = number
        self.total = total


class RunRequested(Message):
    """The learner wants the program run."""


class NextRequested(Message):
    """The learner wants the next exercise."""


class ListRequested(Message):
    """The learner wants to see the path."""


class LanguagePicked(Message):
    """The learner wants to read this language."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

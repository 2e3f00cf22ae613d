"""The keys at the foot of an exercise, and their words, for what is on the screen now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator


@dataclass(frozen=True)
class ExerciseFoot:
    """What the foot goes by."""

    is_running: bool
    offers_next: bool
    is_at_task: bool
    hints: int
    """How many the exercise has."""
    next_hint: int | None
    """Which one the key shows, from 0; `hints` for all of them, None for what was there before."""
    is_answer: bool = False
    """There is no program: an answer is given."""

    @property
    def lead(self) -> keys.Key:
        """Return the key where to look next."""
        if self.is_running:
            return keys.STOP
        return keys.NEXT if self.offers_next else keys.RUN

    @property
    def shown(self) -> Sequence[keys.Key]:
        """Return the keys. Where there are no hints, none is offered."""
        first = (keys.STOP,) if self.is_running else (keys.RUN,)
        help_keys = (keys.HINT, keys.HAND) if self.hints else (keys.HAND,)
        second = (keys.NEXT,) if self.offers_next and not self.is_running else help_keys
        return (*first, *second, keys.PANELS, keys.SHOW_KEYS, keys.LEAVE, keys.LIST)

    def words(self, translator: Translator) -> Mapping[keys.Key, str]:
        """Return the words of those keys that do something special now."""
        say = translator.say
        words = {keys.PANELS: say("Answer") if self.is_answer else say("Write")} if self.is_at_task else {}
        if self.is_answer:
            words[keys.RUN] = say("Check")
        if self.next_hint is None:
            words[keys.HINT] = say("Close")
        elif self.next_hint < self.hints:
            words[keys.HINT] = say("Hint {number}/{total}", number=self.next_hint + 1, total=self.hints)
        else:
            words[keys.HINT] = say("All hints")
        return words

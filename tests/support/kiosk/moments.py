"""At which moments a kiosk's programs are killed: dealt by seed, so that a seed plays the same ones each time."""

import random
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations

from tests.support.kiosk.whole_kiosk import Part

KILLS_A_SEED = 10
_DEALER = 13
"""One order of all cards for all seeds: together they play each of them, and the first one every state."""


class During(StrEnum):
    """What is going on when they are killed."""

    TYPING = "typing"
    SAVING = "a save goes"
    WAITING = "a run waits for its jail"
    RUNNING = "a program runs"
    STORING = "a verdict is being stored"
    SENDING = "a verdict is being sent"
    STARTING = "the tutor starts"
    LEAVING = "the learner signs out"


@dataclass(frozen=True)
class Moment:
    """One moment, and who dies in it."""

    name: str
    """Of letters and digits: it stands in what is typed."""
    during: During
    victims: tuple[Part, ...]
    chance: random.Random
    """Draws what is left to chance in it."""

    def __str__(self) -> str:
        return f"{self.name}: {' and '.join(self.victims)} killed while {self.during}"


def moments(seed: int) -> list[Moment]:
    """Return the moments of a seed, in their order."""
    cards = _cards()
    numbers = range(seed * KILLS_A_SEED, (seed + 1) * KILLS_A_SEED)
    return [
        Moment(f"m{number}", *cards[number % len(cards)], random.Random(number))  # noqa: S311 - the same each time
        for number in numbers
    ]


def _cards() -> list[tuple[During, tuple[Part, ...]]]:
    """Return every state with each choice of who dies in it: one, two at once, or all three."""
    dealer = random.Random(_DEALER)  # noqa: S311 - the same each time
    choices = list(chain.from_iterable(combinations(Part, count) for count in (1, 2, 3)))
    hands = {during: dealer.sample(choices, len(choices)) for during in During}
    return [(during, hands[during][turn]) for turn in range(len(choices)) for during in During]

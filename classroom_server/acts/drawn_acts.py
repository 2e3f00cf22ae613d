"""What was asked of a room's kiosks, as it is drawn: how many have done it, and which have not and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from classroom_server.acts.act_states import state_at
from classroom_server.acts.schemas import LASTING, REPLACED, Act, ActState, KioskFacts
from classroom_server.acts.service import LISTED_FOR, words_for
from classroom_server.acts.showing_acts import title_of
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.acts.orders import POWER_ACTS, ActKind

NAMED: Final = 8
"""Kiosks that a row names; the others are counted."""
# What was replaced is told of with what took its place.
_TOLD: Final = (
    ActState.UNDER_WAY,
    ActState.WAITING,
    ActState.NOBODY,
    ActState.CANNOT,
    ActState.NOT_KNOWN,
    ActState.OTHERS,
    ActState.LAPSED,
)
_AWAITED: Final = (ActState.UNDER_WAY, ActState.WAITING, ActState.NOBODY)


@dataclass(frozen=True)
class DrawnRest:
    """Kiosks that have not done it, all for one reason."""

    state: str
    sign: Sign
    names: str


@dataclass(frozen=True)
class DrawnAct:
    """One act."""

    act_id: str
    kind: str
    title: str
    said: str
    """What learners read, where that is not the title."""
    count: str
    """How many kiosks have done it."""
    is_done: bool
    asked_by: str
    asked_at: datetime
    until_at: datetime | None
    is_open: bool
    """Whether it lasts now, and can be taken back or made longer."""
    rest: tuple[DrawnRest, ...]
    done_sign: Sign
    """What is so where it is done."""

    @property
    def is_awaited(self) -> bool:
        """Tell whether a kiosk may still do it."""
        return any(rest.state in _AWAITED for rest in self.rest)


def draw_acts(
    acts: Iterable[Act], kiosks: Mapping[str, KioskFacts], now: datetime, words: Words, titles: ExerciseTitles
) -> tuple[DrawnAct, ...]:
    """Return the acts of a room whose kiosks are these, in this order; not those of which nothing is left to tell."""
    drawn = tuple(_draw(act, kiosks, now, words, titles) for act in acts if not _is_replaced(act))
    return tuple(each for each in drawn if each.is_open or each.is_awaited or now - each.asked_at <= LISTED_FOR)


def _is_replaced(act: Act) -> bool:
    """Tell whether a newer one took its place before any kiosk had done it: that one tells of it."""
    return all(row.outcome == REPLACED and row.done_at is None for row in act.kiosks)


def _draw(act: Act, kiosks: Mapping[str, KioskFacts], now: datetime, _: Words, titles: ExerciseTitles) -> DrawnAct:
    names, counted = defaultdict[ActState, list[str]](list), 0
    places = {kiosk_id: place for place, kiosk_id in enumerate(kiosks)}
    for row in sorted(act.kiosks, key=lambda row: places.get(row.kiosk_id, len(places))):
        kiosk = kiosks.get(row.kiosk_id)
        state = state_at(act, row, kiosk, now)
        counted += state is not ActState.REPLACED
        names[state].append(kiosk.name if kiosk else _("a kiosk that left the room"))
    done = len(names[ActState.DONE])
    return DrawnAct(
        act_id=act.act_id,
        kind=act.kind.value,
        title=act_title(act.kind, _),
        said=_said(act, titles, _),
        count=_count(act.kind, done, counted, _),
        is_done=done == counted,
        asked_by=act.asked_by,
        asked_at=act.asked_at,
        until_at=act.until_at,
        is_open=act.kind in LASTING and not act.is_over(now),
        rest=tuple(
            DrawnRest(state.value, _sign(state, act.kind, _), named(names[state], _)) for state in _TOLD if names[state]
        ),
        done_sign=Sign("✓", _done(act.kind, _), "passed"),
    )


def _said(act: Act, titles: ExerciseTitles, _: Words) -> str:
    """Return what an act says, in words of its own."""
    if act.kind is ActKind.EXERCISE:
        return titles.title(act.content["track"], act.content["exercise"], _.language)
    if act.kind is ActKind.SHOW:
        return title_of(act.content)
    return words_for(act.content, _.language)


def act_title(kind: ActKind, _: Words) -> str:
    """Return what an act is called."""
    match kind:
        case ActKind.ATTENTION:
            return _("Look at your trainer")
        case ActKind.MESSAGE:
            return _("Message")
        case ActKind.SIGN_OUT:
            return _("Sign out a learner")
        case ActKind.EXERCISE:
            return _("Open an exercise")
        case ActKind.SHOW:
            return _("Show this to all")
        case ActKind.RESTART | ActKind.POWER_OFF | ActKind.WAKE:
            return _title_of_machine(kind, _)
        case _ as never:
            assert_never(never)


def _title_of_machine(kind: ActKind, _: Words) -> str:
    titles = {ActKind.RESTART: _("Restart"), ActKind.POWER_OFF: _("Switch off"), ActKind.WAKE: _("Wake")}
    return titles[kind]


def _done(kind: ActKind, _: Words) -> str:
    match kind:
        case ActKind.ATTENTION | ActKind.EXERCISE:
            return _("shown")
        case ActKind.MESSAGE | ActKind.SHOW:
            return _("read")
        case ActKind.SIGN_OUT:
            return _("done, and the work is kept")
        case ActKind.RESTART:
            return _("it has restarted")
        case ActKind.POWER_OFF:
            return _("it has gone off")
        case ActKind.WAKE:
            return _("it is there")
        case _ as never:
            assert_never(never)


def _count(kind: ActKind, done: int, counted: int, _: Words) -> str:
    facts = {"some": done, "all": counted}
    match kind:
        case ActKind.ATTENTION | ActKind.EXERCISE:
            return _("shown by %(some)s of %(all)s", **facts)
        case ActKind.MESSAGE | ActKind.SHOW:
            return _("read by %(some)s of %(all)s", **facts)
        case ActKind.SIGN_OUT:
            return _("signed out at %(some)s of %(all)s", **facts)
        case ActKind.RESTART:
            return _("%(some)s of %(all)s have restarted", **facts)
        case ActKind.POWER_OFF:
            return _("%(some)s of %(all)s have gone off", **facts)
        case ActKind.WAKE:
            return _("%(some)s of %(all)s are there", **facts)
        case _ as never:
            assert_never(never)


def _sign(state: ActState, kind: ActKind, _: Words) -> Sign:
    """Return why kiosks have not done it, and what comes of that."""
    if kind is ActKind.SIGN_OUT:
        return _sign_of_leaving(state, _)
    if kind is ActKind.EXERCISE:
        return _sign_of_exercise(state, _)
    if kind in POWER_ACTS or kind is ActKind.WAKE:
        return _sign_of_machine(state, kind, _)
    is_read = kind in (ActKind.MESSAGE, ActKind.SHOW)
    signs = {
        ActState.UNDER_WAY: Sign("○", _("not put away yet") if is_read else _("no answer yet"), "quiet"),
        ActState.WAITING: Sign("◌", _("away: told when it comes back"), "quiet"),
        ActState.NOT_KNOWN: Sign("▲", _("its image does not know this: update it"), "not-yet"),
        ActState.LAPSED: Sign(
            "✗", _("gone before it was read") if is_read else _("over before it was shown"), "not-yet"
        ),
    }
    return signs[state]


def _sign_of_leaving(state: ActState, _: Words) -> Sign:
    signs = {
        ActState.UNDER_WAY: Sign("○", _("keeps the work, then signs out"), "quiet"),
        ActState.WAITING: Sign("◌", _("away: signed out when it comes back"), "quiet"),
        ActState.OTHERS: Sign("✗", _("dropped: somebody is signed in there anew"), "quiet"),
        ActState.LAPSED: Sign("✗", _("the session ended first: it locks by that"), "quiet"),
    }
    return signs[state]


def _sign_of_exercise(state: ActState, _: Words) -> Sign:
    signs = {
        ActState.UNDER_WAY: Sign("○", _("not shown yet"), "quiet"),
        ActState.WAITING: Sign("◌", _("away: shown if it comes back within 10 minutes"), "quiet"),
        ActState.NOBODY: Sign("◌", _("nobody signed in: shown to who signs in within 10 minutes"), "quiet"),
        ActState.CANNOT: Sign("▲", _("cannot: it lacks this exercise, or has it damaged"), "not-yet"),
        ActState.NOT_KNOWN: Sign("▲", _("its image does not know this: update it"), "not-yet"),
        ActState.LAPSED: Sign("✗", _("not shown: its learner left, or the time was over"), "not-yet"),
    }
    return signs[state]


def _sign_of_machine(state: ActState, kind: ActKind, _: Words) -> Sign:
    waits, lapsed = _("does not answer: it may be off, or on its way"), _("not within the time: look at it")
    unknown = _("cannot do it by itself: update its image, or do it by hand")
    if kind is ActKind.WAKE:
        waits, lapsed = _("not come yet"), _("did not come: switch it on by hand, and look at its firmware's settings")
        unknown = _("cannot be woken, it has told no address: switch it on by hand")
    signs = {
        ActState.UNDER_WAY: Sign("○", _("keeps its work, then goes"), "quiet"),
        ActState.WAITING: Sign("◌", waits, "quiet"),
        ActState.NOT_KNOWN: Sign("▲", unknown, "not-yet"),
        ActState.LAPSED: Sign("✗", lapsed, "not-yet"),
        ActState.CANNOT: Sign("▲", _("said that it went, and has been there all the time: do it by hand"), "not-yet"),
    }
    return signs[state]


def named(names: Sequence[str], _: Words) -> str:
    """Return kiosks by their names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    return (
        shown
        if left <= 0
        else _.many("%(names)s and %(number)s more", "%(names)s and %(number)s more", left, names=shown)
    )

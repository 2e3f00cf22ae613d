"""Every act at every kiosk has an answer: the whole table."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classroom_server.acts.act_states import GOES_WITHIN, state_at
from classroom_server.acts.drawn_acts import draw_acts
from classroom_server.acts.schemas import OF_EVERY_IMAGE, REPLACED, Act, ActKiosk, ActState, KioskFacts
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import load_words
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, ActKind, ActOutcome

NO_TITLES = ExerciseTitles(Path("/nowhere"))
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
KNOWN = frozenset((*KNOWN_ACTS, *ActKind))
HERE = KioskFacts("Kiosk 1", is_there=True, sign_in_id="s", acts=KNOWN)
AWAY = HERE._replace(is_there=False)
OLD = HERE._replace(acts=frozenset())
SIGNED_OUT = HERE._replace(sign_in_id=None)
OTHERS = HERE._replace(sign_in_id="another")


def act(kind: ActKind, row: ActKiosk, *, over: bool = False) -> Act:
    until = NOW + timedelta(minutes=5) if kind in (ActKind.ATTENTION, ActKind.EXERCISE) else None
    contents = {
        ActKind.MESSAGE: {"en": "Come here"},
        ActKind.EXERCISE: {"track": "javascript", "exercise": "two-values"},
        ActKind.SHOW: {"showing": '{"title": "Two values", "learner": "Ana"}'},
    }
    return Act(
        act_id="a",
        room_id="r",
        kind=kind,
        content=contents.get(kind, {}),
        asked_by="Ana",
        asked_at=NOW - timedelta(minutes=1),
        until_at=until,
        over_at=NOW if over else None,
        kiosks=(row,),
    )


def row(kind: ActKind, **facts: object) -> ActKiosk:
    is_for_somebody = kind is not ActKind.ATTENTION
    usual = {"kiosk_id": "k", "sign_in_id": "s" if is_for_somebody else None, "done_at": None, "outcome": None}
    return ActKiosk(**(usual | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "kiosk", "state"),
    [
        (ActKind.ATTENTION, HERE, ActState.UNDER_WAY),
        (ActKind.ATTENTION, AWAY, ActState.WAITING),
        (ActKind.ATTENTION, OLD, ActState.NOT_KNOWN),
        (ActKind.ATTENTION, SIGNED_OUT, ActState.UNDER_WAY),
        (ActKind.ATTENTION, OTHERS, ActState.UNDER_WAY),
        (ActKind.ATTENTION, None, ActState.LAPSED),
        (ActKind.MESSAGE, HERE, ActState.UNDER_WAY),
        (ActKind.MESSAGE, AWAY, ActState.WAITING),
        (ActKind.MESSAGE, OLD, ActState.NOT_KNOWN),
        (ActKind.MESSAGE, SIGNED_OUT, ActState.LAPSED),
        (ActKind.MESSAGE, OTHERS, ActState.LAPSED),
        (ActKind.MESSAGE, None, ActState.LAPSED),
        # Whom it is about is signed out for the server already.
        (ActKind.SIGN_OUT, SIGNED_OUT, ActState.UNDER_WAY),
        (ActKind.SIGN_OUT, SIGNED_OUT._replace(is_there=False), ActState.WAITING),
        (ActKind.SIGN_OUT, SIGNED_OUT._replace(acts=frozenset()), ActState.UNDER_WAY),
        (ActKind.SIGN_OUT, OTHERS, ActState.OTHERS),
        (ActKind.SIGN_OUT, OTHERS._replace(is_there=False), ActState.OTHERS),
        (ActKind.SIGN_OUT, None, ActState.LAPSED),
        (ActKind.SHOW, HERE, ActState.UNDER_WAY),
        (ActKind.SHOW, AWAY, ActState.WAITING),
        (ActKind.SHOW, OLD, ActState.NOT_KNOWN),
        (ActKind.SHOW, SIGNED_OUT, ActState.LAPSED),
        (ActKind.SHOW, OTHERS, ActState.LAPSED),
        (ActKind.SHOW, None, ActState.LAPSED),
        (ActKind.EXERCISE, HERE, ActState.UNDER_WAY),
        (ActKind.EXERCISE, AWAY, ActState.WAITING),
        (ActKind.EXERCISE, OLD, ActState.NOT_KNOWN),
        (ActKind.EXERCISE, SIGNED_OUT, ActState.LAPSED),
        (ActKind.EXERCISE, OTHERS, ActState.LAPSED),
        (ActKind.EXERCISE, None, ActState.LAPSED),
    ],
)
def test_how_an_act_stands_that_no_kiosk_has_answered(kind: ActKind, kiosk: KioskFacts | None, state: ActState) -> None:
    assert state_at(act(kind, row(kind)), row(kind), kiosk, NOW) is state


@pytest.mark.parametrize("kind", ActKind)
def test_what_is_done_stays_done_and_what_is_over_has_lapsed(kind: ActKind) -> None:
    done = row(kind, done_at=NOW, outcome=ActOutcome.SHOWN.value)
    for kiosk in (HERE, AWAY, OLD, SIGNED_OUT, None):
        assert state_at(act(kind, done, over=True), done, kiosk, NOW + GOES_WITHIN) is ActState.DONE
        if kiosk is not OLD and not has_come(kind, kiosk):
            assert state_at(act(kind, row(kind), over=True), row(kind), kiosk, NOW) is ActState.LAPSED
    # That it could not is why nothing came of it, when it is over too.
    away = OLD._replace(is_there=False)
    why = ActState.LAPSED if kind in OF_EVERY_IMAGE else ActState.NOT_KNOWN
    assert state_at(act(kind, row(kind), over=True), row(kind), away, NOW) is why


def test_a_kiosk_that_has_said_that_it_goes_off_is_not_said_to_be_off_while_it_is_there() -> None:
    done = row(ActKind.POWER_OFF, sign_in_id=None, done_at=NOW, outcome=ActOutcome.DONE.value)
    asked = act(ActKind.POWER_OFF, done, over=True)
    assert state_at(asked, done, HERE, NOW) is ActState.UNDER_WAY
    assert state_at(asked, done, AWAY, NOW) is ActState.DONE
    # It has been switched on again.
    assert state_at(asked, done, HERE, NOW + GOES_WITHIN) is ActState.DONE
    again = HERE._replace(there_since=NOW + timedelta(seconds=1))
    assert state_at(asked, done, again, NOW + GOES_WITHIN) is ActState.DONE
    # It was there all the time.
    still = HERE._replace(there_since=NOW)
    assert state_at(asked, done, still, NOW + GOES_WITHIN) is ActState.CANNOT
    (drawn,) = draw_acts([asked], {"k": still}, NOW + GOES_WITHIN, load_words("en"), NO_TITLES)
    assert (drawn.count, [rest.state for rest in drawn.rest]) == ("0 of 1 have gone off", ["cannot"])


def test_a_kiosk_that_was_there_all_the_time_has_not_restarted() -> None:
    done = row(ActKind.RESTART, sign_in_id=None, done_at=NOW, outcome=ActOutcome.DONE.value)
    asked = act(ActKind.RESTART, done, over=True)
    for there_since, state in ((asked.asked_at, ActState.CANNOT), (NOW, ActState.DONE), (None, ActState.DONE)):
        assert state_at(asked, done, HERE._replace(there_since=there_since), NOW) is state
    assert state_at(asked, done, AWAY, NOW) is ActState.DONE


def has_come(kind: ActKind, kiosk: KioskFacts | None) -> bool:
    return kind is ActKind.WAKE and kiosk is not None and kiosk.is_there


@pytest.mark.parametrize("over", [False, True])
def test_a_kiosk_that_is_there_has_come_though_nothing_was_written_of_it(over: bool) -> None:  # noqa: FBT001
    asked = act(ActKind.WAKE, row(ActKind.WAKE), over=over)
    assert state_at(asked, asked.kiosks[0], HERE, NOW) is ActState.DONE
    replaced = row(ActKind.WAKE, outcome=REPLACED)
    assert state_at(act(ActKind.WAKE, replaced, over=over), replaced, HERE, NOW) is ActState.REPLACED


def test_an_exercise_waits_for_who_signs_in_and_a_kiosk_may_be_unable_to_show_it() -> None:
    unsigned = row(ActKind.EXERCISE, sign_in_id=None)
    asked = act(ActKind.EXERCISE, unsigned)
    assert state_at(asked, unsigned, SIGNED_OUT, NOW) is ActState.NOBODY
    assert state_at(asked, unsigned, SIGNED_OUT._replace(is_there=False), NOW) is ActState.WAITING
    assert state_at(asked, unsigned, SIGNED_OUT._replace(acts=frozenset()), NOW) is ActState.NOT_KNOWN
    assert state_at(asked, unsigned, OTHERS, NOW) is ActState.UNDER_WAY
    assert state_at(asked, unsigned, HERE, NOW + timedelta(minutes=5)) is ActState.LAPSED
    unable = row(ActKind.EXERCISE, done_at=NOW, outcome=ActOutcome.CANNOT.value)
    for kiosk in (HERE, AWAY, OLD, SIGNED_OUT, None):
        assert state_at(act(ActKind.EXERCISE, unable), unable, kiosk, NOW) is ActState.CANNOT


def test_attention_is_over_when_its_time_is_and_a_newer_one_takes_its_place() -> None:
    asked = act(ActKind.ATTENTION, row(ActKind.ATTENTION))
    assert state_at(asked, asked.kiosks[0], HERE, NOW + timedelta(minutes=5)) is ActState.LAPSED
    replaced = row(ActKind.ATTENTION, outcome=REPLACED)
    assert state_at(act(ActKind.ATTENTION, replaced), replaced, HERE, NOW) is ActState.REPLACED


def test_the_page_names_every_kiosk_that_has_not_done_it_and_says_why() -> None:
    words = load_words("en")
    for kind, kiosk in itertools.product(ActKind, (HERE, AWAY, OLD, SIGNED_OUT, OTHERS)):
        if has_come(kind, kiosk):
            continue
        (drawn,) = draw_acts([act(kind, row(kind))], {"k": kiosk}, NOW, words, NO_TITLES)
        (rest,) = drawn.rest
        assert rest.names == "Kiosk 1"
        assert rest.sign.word
        assert not drawn.is_done
    (drawn,) = draw_acts(
        [act(ActKind.MESSAGE, row(ActKind.MESSAGE, done_at=NOW, outcome="seen"))], {}, NOW, words, NO_TITLES
    )
    assert (drawn.count, drawn.rest, drawn.said) == ("read by 1 of 1", (), "Come here")


def test_kiosks_are_named_in_the_order_of_their_tiles() -> None:
    rows = tuple(row(ActKind.ATTENTION, kiosk_id=kiosk_id) for kiosk_id in ("c", "a", "b"))
    asked = replace(act(ActKind.ATTENTION, rows[0]), kiosks=rows)
    kiosks = {kiosk_id: HERE._replace(name=f"Kiosk {kiosk_id}") for kiosk_id in ("a", "b", "c")}
    (drawn,) = draw_acts([asked], kiosks, NOW, load_words("en"), NO_TITLES)
    assert [rest.names for rest in drawn.rest] == ["Kiosk a, Kiosk b, Kiosk c"]

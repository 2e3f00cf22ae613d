"""What staff ask of kiosks: told at once and once, answered once, and each kiosk has its answer."""

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from classroom_server.acts import service as acts
from classroom_server.acts.standard_messages import StandardMessage, in_each_language
from classroom_server.core.actors import Actor
from classroom_server.core.errors import NotAllowed, RefusalCode, Refused
from classroom_server.housekeeping import move_times
from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.languages import load_words
from kiosk_agent.protocol.acts.orders import MESSAGE_CHARACTERS, ActKind, ActOutcome
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.paths import SIGN_INS_PATH
from kiosk_agent.protocol.sessions import SignInRequest, StreamEvent
from tests.support.server.asked import answer, attention, find, knowing, message, next_orders, opened
from tests.support.server.rooms import TRAINER, ServedRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from classroom_server.core.database import Work


@pytest.fixture(autouse=True)
def lesson(served: ServedRoom) -> None:
    served.add_learner("99")
    served.start_session()


def test_attention_is_told_at_once_and_no_lease_is_signed_again_for_it(served: ServedRoom) -> None:
    kiosk = knowing(served)
    with kiosk.stream() as events:
        assert next(events)[0] == StreamEvent.LEASE
        first = next_orders(served, events)
        assert (first.attention, first.messages) == (None, ())
        asked = attention(served, minutes=5)
        name, token = next(events)
        told = opened(served, token)
        assert name == StreamEvent.ORDERS
        assert told.attention
        assert told.attention.act_id == asked.act_id
        assert 290 < told.attention.seconds <= 300
        assert told.sequence > first.sequence
        with served.classroom.database.write(TRAINER) as work:
            acts.let_go(work, asked.act_id)
        name, token = next(events)
        assert (name, opened(served, token).attention) == (StreamEvent.ORDERS, None)


def test_what_is_asked_of_one_kiosk_is_told_to_no_other(served: ServedRoom) -> None:
    here, there = knowing(served), knowing(served)
    with here.stream() as events, there.stream() as other_events:
        next_orders(served, events)
        next_orders(served, other_events)
        attention(served, here.kiosk_id)
        assert next_orders(served, events).attention
        session = served.open_session()
        assert session
        served.end_session(session)
        assert next(other_events)[0] == StreamEvent.CLOSED


def test_a_kiosk_that_was_away_is_told_when_it_comes_back_if_it_still_makes_sense(served: ServedRoom) -> None:
    kiosk = knowing(served)
    asked = attention(served, minutes=2)
    with kiosk.stream() as events:
        told = next_orders(served, events).attention
        assert told
        assert told.act_id == asked.act_id
    served.clock.ahead = timedelta(minutes=3)
    with kiosk.stream() as events:
        assert next_orders(served, events).attention is None


def test_an_old_image_is_sent_nothing_that_it_does_not_know(served: ServedRoom) -> None:
    old, half = served.kiosk(), served.kiosk()
    half.acts = (ActKind.MESSAGE.value, "of_the_future")
    half.enrol()
    with old.stream() as events, half.stream() as half_events:
        next_orders(served, half_events)
        attention(served)
        session = served.open_session()
        assert session
        served.end_session(session)
        assert [name for name, _ in itertools.islice(events, 2)] == [StreamEvent.LEASE, StreamEvent.CLOSED]
        assert next(half_events)[0] == StreamEvent.CLOSED


def test_an_image_that_is_updated_is_told_when_it_links_again(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    with kiosk.stream() as events:
        assert next(events)[0] == StreamEvent.LEASE
        attention(served)
    kiosk.acts = (ActKind.ATTENTION.value,)
    kiosk.enrol()
    with kiosk.stream() as events:
        assert next_orders(served, events).attention


def test_an_answer_counts_once_and_only_for_the_kiosk_that_was_asked(served: ServedRoom) -> None:
    here, there = knowing(served), knowing(served)
    asked = attention(served, here.kiosk_id)
    assert answer(there, asked.act_id, ActOutcome.SHOWN) is Fate.APPLIED
    assert find(served, asked.act_id).kiosks[0].done_at is None
    assert answer(here, asked.act_id, ActOutcome.SHOWN) is Fate.APPLIED
    done_at = find(served, asked.act_id).kiosks[0].done_at
    assert done_at
    assert answer(here, asked.act_id, ActOutcome.SHOWN) is Fate.ALREADY_APPLIED
    assert find(served, asked.act_id).kiosks[0].done_at == done_at
    assert find(served, asked.act_id).kiosks[0].outcome == ActOutcome.SHOWN


def test_more_time_is_added_to_what_is_true_now_and_no_press_makes_it_shorter(served: ServedRoom) -> None:
    kiosk = knowing(served)
    served.clock.stop()
    asked = attention(served, minutes=20)
    assert asked.until_at
    with served.classroom.database.write(TRAINER) as work:
        assert acts.add_minutes(work, asked.act_id, 5) == 5
    longer = find(served, asked.act_id).until_at
    assert longer == asked.until_at + timedelta(minutes=5)
    # A page that was opened before asks for two minutes.
    again = attention(served, minutes=2)
    assert again.until_at == longer
    assert find(served, asked.act_id).over_at
    with kiosk.stream() as events:
        told = next_orders(served, events).attention
        assert told
        assert (told.act_id, round(told.seconds)) == (again.act_id, 25 * 60)
    with served.classroom.database.write(TRAINER) as work:
        assert [acts.add_minutes(work, again.act_id, 20) for _ in range(2)] == [20, 15]
        assert acts.find(work, again.act_id).until_at == work.now + acts.LONGEST_ATTENTION


def test_asked_of_some_again_the_others_keep_the_one_before(served: ServedRoom) -> None:
    here, there = knowing(served), knowing(served)
    first = attention(served, minutes=5)
    second = attention(served, here.kiosk_id, minutes=10)
    assert find(served, first.act_id).over_at is None
    with here.stream() as events, there.stream() as others:
        told, kept = next_orders(served, events).attention, next_orders(served, others).attention
        assert told
        assert kept
        assert (told.act_id, kept.act_id) == (second.act_id, first.act_id)


def test_the_end_of_a_session_lets_everybody_go(served: ServedRoom) -> None:
    kiosk = knowing(served)
    asked = attention(served)
    with kiosk.stream() as events:
        assert next_orders(served, events).attention
        session = served.open_session()
        assert session
        served.end_session(session)
        assert next_orders(served, events).attention is None
    assert find(served, asked.act_id).over_at


def test_a_kiosk_that_is_put_into_another_room_is_asked_nothing_of_the_first(served: ServedRoom) -> None:
    kiosk = knowing(served)
    attention(served)
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, kiosk.kiosk_id, rooms.add(work, "Workshop").room_id)
    with kiosk.stream() as events:
        assert next_orders(served, events).attention is None


def test_a_clock_that_is_set_makes_attention_neither_longer_nor_shorter(served: ServedRoom) -> None:
    kiosk = knowing(served)
    asked = attention(served, minutes=10)
    served.clock.ahead = timedelta(hours=1)
    with served.classroom.database.write(TRAINER) as work:
        move_times(work, timedelta(hours=1))
    assert asked.until_at
    assert find(served, asked.act_id).until_at == asked.until_at + timedelta(hours=1)
    with kiosk.stream() as events:
        told = next_orders(served, events).attention
        assert told
        assert 590 < told.seconds <= 600


def test_a_message_is_for_who_is_signed_in_and_is_asked_no_more_once_it_is_read(served: ServedRoom) -> None:
    slip, kiosk, empty = served.add_learner("7"), knowing(served), knowing(served)
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    with kiosk.stream() as events, empty.stream() as others:
        next_orders(served, events)
        next_orders(served, others)
        asked = message(served, "Come  to\nmy <b>desk</b>")
        assert asked.kiosks == 1
        told = next_orders(served, events)
        assert told.sign_in_id == sign_in_id
        assert [(each.act_id, each.text) for each in told.messages] == [(asked.act_id, "Come to my <b>desk</b>")]
        assert answer(kiosk, asked.act_id, ActOutcome.SEEN, sign_in_id) is Fate.APPLIED
        assert next_orders(served, events).messages == ()
    assert find(served, asked.act_id).kiosks[0].outcome == ActOutcome.SEEN


def test_a_message_whose_learner_has_gone_lapses(served: ServedRoom) -> None:
    slip, kiosk = served.add_learner("7"), knowing(served)
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    message(served, "Come here")
    with served.classroom.database.write(TRAINER) as work:
        sign_ins.end_by_staff(work, sign_in_id)
    with kiosk.stream() as events:
        assert next_orders(served, events).messages == ()
    kiosk.sign_in("7", slip.pin)
    with kiosk.stream() as events:
        assert next_orders(served, events).messages == ()


def test_a_standard_message_comes_in_the_language_that_its_learner_chose(served: ServedRoom) -> None:
    slips = {language: served.add_learner(language) for language in ("en", "es")}
    room_of = {language: knowing(served) for language in slips}
    for language, slip in slips.items():
        request = SignInRequest(number=slip.number, pin=slip.pin, language=language)
        assert room_of[language].post(SIGN_INS_PATH, request.model_dump_json()).status_code == 200
    content = in_each_language(StandardMessage.BREAK, load_words)
    with served.classroom.database.write(TRAINER) as work:
        acts.send_message(work, served.first_room_id(), [], content)
    for language, kiosk in room_of.items():
        with kiosk.stream() as events:
            (told,) = next_orders(served, events).messages
            assert told.text == content[language]
    assert content["en"] != content["es"]


@pytest.mark.parametrize("typed", ["", "   \n", "x" * (MESSAGE_CHARACTERS + 1), "bell\x07", "\u202eturned"])
def test_words_that_cannot_be_a_message_are_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.free_text(typed)
    assert refused.value.code is RefusalCode.MESSAGE_UNSUITABLE


def test_what_cannot_be_asked_is_refused_and_asks_nothing(served: ServedRoom) -> None:
    knowing(served)
    room_id = served.first_room_id()
    refusals: dict[RefusalCode, Callable[[Work], object]] = {
        RefusalCode.KIOSKS_MISSING: lambda work: acts.ask_attention(work, room_id, ["nobody"], 5),
        RefusalCode.ATTENTION_UNSUITABLE: lambda work: acts.ask_attention(work, room_id, [], 61),
        RefusalCode.NOBODY_SIGNED_IN: lambda work: acts.send_message(work, room_id, [], acts.free_text("Hello")),
        RefusalCode.NOT_FOUND: lambda work: acts.let_go(work, "nothing"),
    }
    for code, ask in refusals.items():
        with pytest.raises(Refused) as refused, served.classroom.database.write(TRAINER) as work:
            ask(work)
        assert refused.value.code is code
    with pytest.raises(NotAllowed), served.classroom.database.write(Actor.account("nobody")) as work:
        acts.ask_attention(work, room_id, [], 5)
    assert served.count("acts") == 0


def test_an_act_that_is_over_can_be_made_no_longer(served: ServedRoom) -> None:
    knowing(served)
    asked = attention(served, minutes=2)
    served.clock.ahead = timedelta(minutes=3)
    with pytest.raises(Refused) as refused, served.classroom.database.write(TRAINER) as work:
        acts.add_minutes(work, asked.act_id, 5)
    assert refused.value.code is RefusalCode.ACT_OVER


def test_the_log_has_who_asked_what_and_which_kiosk_did_it_and_no_word_of_it(served: ServedRoom) -> None:
    slip, kiosk = served.add_learner("7"), knowing(served)
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    asked = message(served, "SECRETWORDS")
    answer(kiosk, asked.act_id, ActOutcome.SEEN, sign_in_id)
    with served.classroom.database.read() as work:
        rows = work.rows.connection().exec_driver_sql(
            "SELECT act, actor, subject, facts FROM audit_rows WHERE act LIKE 'act_%' ORDER BY sequence"
        )
        logged = [tuple(row) for row in rows]
    assert [(act, subject) for act, _, subject, _ in logged] == [
        ("act_asked", asked.act_id),
        ("act_done", asked.act_id),
    ]
    assert logged[0][1] == str(TRAINER)
    assert logged[1][1] == f"kiosk:{kiosk.kiosk_id}"
    assert "SECRETWORDS" not in str(logged)


def test_sessions_of_other_rooms_end_without_a_word_to_this_one(served: ServedRoom) -> None:
    knowing(served)
    asked = attention(served)
    with served.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
        sessions.end(work, sessions.start(work, there, served.cohort_id(), 60).session_id)
    assert find(served, asked.act_id).over_at is None

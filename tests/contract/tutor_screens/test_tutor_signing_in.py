from pathlib import Path

import pytest
from textual.events import Key

from kiosk_agent.protocol.local import ChangePin, Condition, SignIn, SignOut
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.tutor.screens.sign_in import SignInScreen
from kiosk_agent.tutor.state.flow import Place, boot_seconds
from kiosk_agent.tutor.widgets.field import PinField
from tests.support.tutor.socket_fakes import NOON, current, reply, state
from tests.support.tutor.tutor_parts import Play, play


def test_it_starts_then_shows_who_the_kiosk_is_then_that_it_was_refused(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sees("Starting")
        await scene.tell(state(Condition.UNAPPROVED))
        await scene.sees("This kiosk waits to be approved")
        for word in ("lusab", "babad", "gutih", "tugad", "mudof", "sakat"):
            await scene.sees(word)
        await scene.tell(state(Condition.UNAPPROVED, enrolment_closed=True))
        await scene.sees("Ask a trainer to press “Open for new kiosks”")
        await scene.sees("lusab")
        await scene.tell(state(Condition.REFUSED))
        await scene.sees("This kiosk was refused")

    play(script, tmp_path)


def test_a_locked_kiosk_says_its_name_the_time_and_the_next_session(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state(Condition.LOCKED, seconds_left=None, next_session_at=NOON.replace(day=23)))
        await scene.sees("This kiosk is locked.")
        await scene.sees("Kiosk 04")
        await scene.sees("Saturday 21 November")
        await scene.sees("The next session: Monday 23 November at 12:00")
        assert "DEVELOPMENT" not in scene.shown()
        await scene.press("f1", "enter", "f10", "escape", "f2", "ctrl+q", "ctrl+c", "ctrl+p")
        await scene.sees("This kiosk is locked.")
        await scene.tell(state(Condition.LOCKED, seconds_left=None, development=True))
        await scene.sees("DEVELOPMENT")
        await scene.sees("It opens when your trainer starts a session.")

    play(script, tmp_path)


def test_a_learner_signs_in_with_number_and_pin_however_fast_they_type(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Staff can read everything you write here.")
        await scene.press(*"1042", "enter", *"123456")
        await scene.sees("••••••")
        assert "123456" not in scene.shown()
        await scene.press("enter")
        await scene.sees("Hello, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert (asked.request.number, asked.request.pin, asked.request.language) == ("1042", "123456", "en")


def test_keys_that_come_all_at_once_go_into_the_fields_that_they_were_meant_for(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        for key in (*"1042", "tab", *"999999", "shift+tab", "end", "backspace", "enter", "end", *["backspace"] * 6):
            scene.app.post_message(Key(key, key if len(key) == 1 else None))
        for key in (*"123456", "enter"):
            scene.app.post_message(Key(key, key if len(key) == 1 else None))
        await scene.sees("Hello, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert (asked.request.number, asked.request.pin) == ("104", "123456")


def test_what_is_missing_is_said_before_the_server_is_asked(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press("enter")
        await scene.sees("Write the number that is on your slip.")
        await scene.press(*"1042", "enter", *"123", "enter")
        await scene.sees("The PIN has 6 digits.")
        assert "1042" in scene.shown()
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await scene.sees("Choose your own PIN")
        await scene.press(*"471", "enter")
        await scene.sees("The PIN has 6 digits.")

    assert {body.kind for body in play(script, tmp_path).asked} <= {"drafts"}


def test_a_refusal_is_said_in_plain_words_and_the_pin_is_gone(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.agent.problem = Problem(code=ProblemCode.PIN_WRONG, message="x", hint="x")
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"1042", "enter", *"111111", "enter")
        await scene.sees("This number and PIN do not go together.")
        assert scene.app.screen.query_one(PinField).value == ""
        await scene.press("f9")
        await scene.sees("Este número y este PIN no van juntos.")

    play(script, tmp_path)


def test_too_many_tries_count_down_and_nothing_is_asked_meanwhile(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.agent.problem = Problem(code=ProblemCode.SLOW_DOWN, message="x", hint="x", retry_after_seconds=60.0)
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"1042", "enter", *"111111", "enter")
        await scene.sees("You can try again in")
        scene.agent.problem = None
        await scene.press(*"123456", "enter")
        assert len(scene.agent.asked) == 1
        screen = scene.app.screen
        assert isinstance(screen, SignInScreen)
        screen._again_at = boot_seconds() + 1
        await scene.until(lambda: "You can try again" not in scene.shown())
        await scene.press("enter")
        await scene.sees("Hello")

    assert sum(isinstance(one, SignIn) for one in play(script, tmp_path).asked) == 2


def test_an_agent_that_does_not_answer_is_said_as_no_fault_of_the_learner(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        scene.agent.gate.clear()
        await scene.press(*"1042", "enter", *"111111", "enter")
        await scene.sees("it is not your doing")

    play(script, tmp_path, answer_seconds=0.5)


def test_while_the_agent_is_gone_nobody_can_sign_in_and_then_they_can(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.agent.go()
        await scene.sees("One moment.")
        await scene.agent.come()
        await scene.sees("Your number")
        await scene.press(*"1042", "enter", *"123456", "enter")
        await scene.sees("Hello, Learner One.")

    play(script, tmp_path)


def test_a_number_that_was_typed_when_the_agent_died_is_still_there_and_the_pin_is_not(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"10")
        await scene.agent.go()
        await scene.sees("One moment.")
        await scene.agent.come()
        await scene.sees("Your number")
        await scene.press(*"42", "enter", *"123")
        await scene.agent.go()
        await scene.sees("One moment.")
        await scene.agent.come()
        await scene.sees("1042")
        assert scene.app.screen.query_one(PinField).value == ""
        await scene.press("enter", *"123456", "enter")
        await scene.sees("Hello, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert (asked.request.number, asked.request.pin) == ("1042", "123456")


@pytest.mark.parametrize("between", [Condition.LOCKED, Condition.UNAPPROVED, Condition.SIGNED_IN])
def test_a_number_is_kept_for_nobody_who_comes_later(tmp_path: Path, between: Condition) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"1042")
        await scene.tell(state(Condition.STARTING))
        await scene.sees("One moment.")
        await scene.tell(state(between, learner=current(reply()) if between is Condition.SIGNED_IN else None))
        await scene.until(lambda: scene.app._navigator.place not in (Place.STARTING, Place.SIGN_IN), "another place")
        await scene.tell(state())
        await scene.sees("Your number")
        assert "1042" not in scene.shown()

    play(script, tmp_path)


def test_enter_on_the_language_goes_on_with_what_is_missing_and_then_signs_in(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press("tab", "tab", "right", "enter", *"1042", "tab", "tab", "enter", *"123456", "tab", "enter")
        await scene.sees("Hola, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert (asked.request.number, asked.request.pin) == ("1042", "123456")


def test_a_pin_from_a_slip_is_changed_before_anything_else(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await scene.sees("Choose your own PIN")
        await scene.press(*"471102", "enter", *"471103", "enter")
        await scene.sees("The two were not the same.")
        scene.agent.problem = Problem(code=ProblemCode.PIN_UNSUITABLE, message="x", hint="x")
        await scene.press(*"111111", "enter", *"111111", "enter")
        await scene.sees("easy to guess, or the one")
        scene.agent.problem = None
        await scene.press(*"471102", "enter", *"471102", "enter")
        await scene.sees("Hello")

    asked = [body for body in play(script, tmp_path).asked if isinstance(body, ChangePin)]
    assert [body.request.new_pin for body in asked] == ["111111", "471102"]


def test_the_language_is_chosen_before_signing_in_and_goes_with_it(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press("tab", "tab", "right")
        await scene.sees("Tu número")
        await scene.press("shift+tab", "shift+tab", *"1042", "enter", *"123456", "enter")
        await scene.sees("Hola, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert asked.request.language == "es"


def test_leaving_asks_once_and_signs_out(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        await scene.press("f9", "f5", "f10")
        await scene.sees("¿Cerrar la sesión?")
        await scene.press("escape")
        await scene.sees("Hola")
        await scene.press("f10", "enter")
        await scene.sees("Your number")
        assert scene.app.theme == "dark"

    assert isinstance(play(script, tmp_path).asked[-1], SignOut)


def test_a_try_that_the_agent_died_under_is_said_to_have_failed_when_it_is_back(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        scene.agent.gate.clear()
        await scene.press(*"1042", "enter", *"123456", "enter")
        await scene.sees("Asking the server…")
        await scene.agent.go()
        await scene.sees("One moment.")
        await scene.agent.come()
        await scene.sees("That did not work, and it is not your doing.")
        assert "1042" in scene.shown()

    play(script, tmp_path)


def test_a_refusal_shows_on_the_form_though_the_page_of_keys_lay_over_it(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        scene.agent.problem = Problem(code=ProblemCode.PIN_WRONG, message="wrong", hint="again")
        scene.agent.gate.clear()
        await scene.press(*"1042", "enter", *"123456", "enter", "f1")
        await scene.sees("Esc closes this page.")
        scene.agent.gate.set()
        await scene.until(lambda: bool(scene.agent.asked), "the refusal")
        await scene.press("escape")
        await scene.sees("do not go together")
        scene.agent.problem = None
        await scene.press(*"123456", "enter")
        await scene.sees("Hello, Learner One.")

    play(script, tmp_path)


def test_a_new_pin_is_refused_though_the_question_whether_to_leave_lay_over_the_form(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await scene.sees("Choose your own PIN")
        scene.agent.problem = Problem(code=ProblemCode.PIN_UNSUITABLE, message="easy", hint="another")
        scene.agent.gate.clear()
        await scene.press(*"111111", "enter", *"111111", "enter", "f10")
        await scene.sees("Sign out?")
        scene.agent.gate.set()
        await scene.until(lambda: any(isinstance(body, ChangePin) for body in scene.agent.asked), "the refusal")
        await scene.press("escape")
        await scene.sees("easy to guess, or the one")

    play(script, tmp_path)

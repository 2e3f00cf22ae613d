"""Forms and the list: no key goes nowhere silently, and the words say what the next one does."""

from pathlib import Path

from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.protocol.local import Condition, SignIn
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.tutor.screens.sign_in import SignInForm, SignInScreen
from tests.support.tutor.socket_fakes import reply, state
from tests.support.tutor.tutor_parts import Play, play


def test_a_field_says_what_it_takes_when_something_else_is_typed(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"10", "space")
        await scene.sees("Write the number that is on your slip.")
        await scene.press(*"42", "enter", "a")
        await scene.sees("The PIN has 6 digits.")
        await scene.press(*"123456", "enter")
        await scene.sees("Hello, Learner One.")
        await scene.tell(state(Condition.OPEN))
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await scene.sees("Choose your own PIN")
        await scene.press("a")
        await scene.sees("The PIN has 6 digits.")

    play(script, tmp_path)


def test_what_is_typed_at_the_language_goes_into_the_field_that_lacks_it(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press("tab", "tab", *"1042", "tab", "tab", *"123456", "enter")
        await scene.sees("Hello, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert (asked.request.number, asked.request.pin) == ("1042", "123456")


def test_a_field_is_written_anew_after_select_all_and_loses_nothing_to_other_keys(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press(*"999", "ctrl+a", *"1042", "ctrl+w", "ctrl+u", "home", "ctrl+k", "ctrl+d")
        await scene.press("tab", *"123456", "enter")
        await scene.sees("Hello, Learner One.")

    asked = play(script, tmp_path).asked[0]
    assert isinstance(asked, SignIn)
    assert asked.request.number == "1042"


def test_the_list_says_what_enter_does_with_the_marked_exercise(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        await scene.sees("Enter carries on with Stock count.")
        await scene.sees("Enter Carry on")
        await scene.press("down")
        await scene.sees("Enter opens Price tags.")
        await scene.sees("Enter Open")
        await scene.press("f9")
        await scene.sees("Enter abre")
        await scene.press(*["f9"] * (len(LANGUAGES) - 1), "up")
        await scene.sees("Enter carries on with Stock count.")

    play(script, tmp_path)


def test_a_refusal_that_comes_while_the_form_is_not_there_yet_is_on_it_when_it_is(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        form = SignInScreen(scene.app.screens.translator, scene.app.screens.view, SignInForm("1042"))
        form.refuse(Problem(code=ProblemCode.NO_SESSION, message="", hint=""))
        await scene.app.push_screen(form)
        await scene.sees("No session is open now.")

    play(script, tmp_path)

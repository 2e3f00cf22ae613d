"""What holds in a checkout that has Polish too; test_added_language.py makes one and runs these in it."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import kiosk_agent
from classroom_server.web import times
from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.local import SignIn
from kiosk_agent.tutor.text.translator import Translator
from tests.support.server.rooms import ServedRoom, open_room
from tests.support.tutor.socket_fakes import broken, state
from tests.support.tutor.tutor_parts import Play, play, write_track


def test_it_is_the_copy_that_is_looked_at() -> None:
    assert Path(kiosk_agent.__file__).is_relative_to(Path.cwd())


def test_the_sign_in_offers_it_and_says_in_english_what_has_no_translation(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.agent.tell(state())
        await scene.sees("Polski")
        await scene.press("tab", "tab", "left")
        await scene.sees("Zaloguj się")
        await scene.sees("zostało 38 minut")
        await scene.sees("Twój numer")
        await scene.sees("Language")
        await scene.press("shift+tab", "shift+tab", *"1042", "enter", *"123456", "enter")
        await scene.sees("Hello, Learner One.")

    (asked,) = [body for body in play(script, tmp_path).asked if isinstance(body, SignIn)]
    assert asked.request.language == "pl"


def test_numbers_go_by_its_own_rule_and_sign() -> None:
    translator = Translator.load("pl")
    said = [translator.say_many("{number} min left", "{number} min left", number) for number in (1, 2, 5)]
    assert said == ["została minuta", "zostały 2 minuty", "zostało 5 minut"]
    assert translator.decimal(1.25) == "1,2"


def test_a_verdict_comes_with_plain_words(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(2, "SyntaxError: Unexpected token ';'")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("✗ JavaScript cannot read the program yet.")
        await scene.sees("There is a ; in the middle of something that is not finished.")

    play(script, tmp_path, language="pl")


def test_an_exercise_is_told_in_english(tmp_path: Path) -> None:
    exercise = load_track(write_track(tmp_path)).exercises[0]
    assert exercise.instructions("pl") == exercise.instructions("en") != ""
    assert exercise.title("pl") == exercise.title("en")
    assert "pl" not in exercise.languages


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedRoom]:
    room = open_room(tmp_path / "classroom")
    serving = ServedRoom(room)
    serving.start()
    yield serving
    serving.stop()
    room.classroom.database.close()


def test_a_page_of_the_server_speaks_it(served: ServedRoom) -> None:
    context = ssl.create_default_context(cafile=served.ca_path)
    page = httpx.get(f"{served.url}/sign-in", verify=context, headers={"accept-language": "pl-PL,pl;q=0.9"})
    assert (page.status_code, page.headers["content-language"]) == (200, "pl")
    assert 'lang="pl"' in page.text
    assert "Polski" in page.text
    assert "Proszę się zalogować" in page.text
    assert "For trainers and IT." in page.text
    assert times.length(38 * 60, "pl") == "38 min"

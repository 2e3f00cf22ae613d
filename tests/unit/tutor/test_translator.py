import pytest

from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.tutor.text.translator import Translator


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ["0 min left", "1 min left", "2 min left"]), ("es", ["quedan 0 min", "queda 1 min", "quedan 2 min"])],
)
def test_numbers_have_their_form_in_each_language(language: str, texts: list[str]) -> None:
    translator = Translator.load(language)
    assert [translator.say_many("{number} min left", "{number} min left", number) for number in range(3)] == texts


def test_a_fact_with_braces_is_put_in_as_it_is() -> None:
    assert Translator.load("en").say("Hello, {name}.", name="{0.__class__}") == "Hello, {0.__class__}."


def test_decimals_are_written_as_the_language_writes_them() -> None:
    said = {language: Translator.load(language).decimal(1.25) for language in LANGUAGES}
    assert said == {language: "1.2" if language == "en" else "1,2" for language in LANGUAGES}

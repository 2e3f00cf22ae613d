"""Each layout has keys for all that a learner types on it; that they are the right ones, the image tier shows."""

import string
from collections import Counter

import pytest

from image.emulator.layouts import Layout, layout_named, layout_of, layouts
from kiosk_agent.catalogues import source_path
from kiosk_agent.protocol.languages import LANGUAGE_CODES, SOURCE_LANGUAGE
from kiosk_agent.tutor.text.translator import DOMAIN, LOCALES

PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " \n\t"
by_title = pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.title)


@by_title
def test_every_printable_character_has_keys_of_its_own(layout: Layout) -> None:
    typed = [layout.strokes_of(character) for character in PRINTABLE]
    assert len(set(typed)) == len(PRINTABLE)


@by_title
def test_no_character_is_on_two_keys_and_no_stroke_types_two(layout: Layout) -> None:
    characters, strokes = zip(*layout.direct(), strict=True)
    counted = Counter([*characters, *strokes, *layout.dead.values()])
    assert {what: times for what, times in counted.items() if times > 1} == {}


@pytest.mark.parametrize("language", [code for code in LANGUAGE_CODES if code != SOURCE_LANGUAGE])
def test_every_letter_of_a_language_is_on_the_keyboard_of_its_country(language: str) -> None:
    words = source_path(LOCALES, language, DOMAIN).read_text()
    letters = {letter for letter in words if letter.isalpha()}
    assert letters - set(string.ascii_letters)
    assert letters - set(layout_of(language).table) == set()


def test_every_language_has_a_keyboard() -> None:
    languages = [language for layout in layouts() for language in layout.languages]
    assert sorted(languages) == sorted(LANGUAGE_CODES)


def test_what_a_keyboard_lacks_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match=r"keyboard es types 'ș'"):
        layout_named("es").strokes_of("ș")

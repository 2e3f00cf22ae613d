"""Every language has all words of every part, and none that nothing says. At run time English would stand in."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from kiosk_agent.catalogues import source_path
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE
from tests.support.speaking_parts import PARTS, Part

TRANSLATED = [
    pytest.param(part, language, id=f"{part.name}-{language}")
    for part, language in product(PARTS, LANGUAGES)
    if language != SOURCE_LANGUAGE
]
every_translation = pytest.mark.parametrize(("part", "language"), TRANSLATED)


# A language may write "one" for the number that has a form of its own.
COUNTS = {"number", "num"}


@cache
def texts(part: Part) -> set[tuple[str, ...]]:
    return part.texts()


def translation(part: Part, language: str) -> Catalog:
    with source_path(part.locales, language, part.domain).open("rb") as lines:
        return read_po(lines, abort_invalid=True)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def messages(catalogue: Catalog) -> Iterator[Message]:
    yield from (message for message in catalogue if message.id)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_words_of_each_part_are_found(part: Part) -> None:
    assert len(texts(part)) > 100


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_text_is_said_in_one_form_only(part: Part) -> None:
    first = [each[0] for each in texts(part)]
    assert {text for text in first if first.count(text) > 1} == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_text_that_is_counted_is_found_with_its_plural(part: Part) -> None:
    """Babel loses the plural of a call that has another call among its facts: then English is said in all languages."""
    calls = [
        node
        for path in part.folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in part.keywords
    ]
    written = [[each.value for each in call.args if isinstance(each, ast.Constant)] for call in calls]
    assert [each for each in written if len(each) == 2 and tuple(each) not in texts(part)] == []


@every_translation
def test_every_text_is_translated(part: Part, language: str) -> None:
    known = {forms(message.id): forms(message.string) for message in messages(translation(part, language))}
    assert [text for text in texts(part) if not all(known.get(text, ("",)))] == [], "CONTRIBUTING.md says how"


@every_translation
def test_no_translation_is_left_over_or_only_guessed(part: Part, language: str) -> None:
    found = list(messages(translation(part, language)))
    assert [forms(message.id) for message in found if forms(message.id) not in texts(part)] == []
    assert [forms(message.id) for message in found if message.fuzzy] == []


@every_translation
def test_a_translation_names_the_same_facts_as_its_text(part: Part, language: str) -> None:
    for message in messages(translation(part, language)):
        one, *_, many = (*forms(message.id), forms(message.id)[-1])
        least, most = part.facts(one) - COUNTS, part.facts(many)
        said = [part.facts(form) for form in forms(message.string)]
        assert all(least <= facts <= most for facts in said), message.id
        # The last form is for any number: it has to say which.
        assert said[-1] == most, message.id


@every_translation
def test_a_catalogue_counts_as_its_language_does(part: Part, language: str) -> None:
    catalogue, plural = translation(part, language), get_plural(language)
    assert catalogue.locale_identifier == language
    assert (catalogue.num_plurals, catalogue.plural_expr) == (plural.num_plurals, plural.plural_expr)
    wrong = [message.id for message in messages(catalogue) if message.pluralizable != isinstance(message.string, tuple)]
    assert wrong == []
    several = [forms(message.string) for message in messages(catalogue) if message.pluralizable]
    assert [each for each in several if len(each) != plural.num_plurals] == []

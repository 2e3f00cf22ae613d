import ast
import io
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import kiosk_agent.tutor
from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.tutor.text.translator import LOCALES, Translator, read_entries

SOURCES = sorted(Path(kiosk_agent.tutor.__file__).parent.rglob("*.py"))
CATALOGUES = [LOCALES / language / "LC_MESSAGES" / "tutor.po" for language in LANGUAGES]


def texts_in_the_source() -> Iterator[tuple[str, ...]]:
    """Yield each marked text: alone, or with its plural."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            count = {"say": 1, "mark": 1, "say_many": 2}.get(name, 0)
            texts = [part.value for part in node.args[:count] if isinstance(part, ast.Constant)]
            if texts:
                yield tuple(map(str, texts))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_its_spanish_and_no_spanish_is_left_over() -> None:
    entries = {entry.text: entry.translations for entry in read_entries(CATALOGUES[1].read_text(encoding="utf-8"))}
    texts = {texts[0] for texts in texts_in_the_source()}
    assert sorted(texts - entries.keys()) == []
    assert sorted(entries.keys() - texts - {""}) == []
    assert [text for text, translations in entries.items() if not all(translations)] == []


def test_a_text_with_a_plural_has_all_its_forms_and_no_other_text_has() -> None:
    entries = {entry.text: entry.translations for entry in read_entries(CATALOGUES[1].read_text(encoding="utf-8"))}
    for texts in set(texts_in_the_source()):
        assert len(entries[texts[0]]) == len(texts), texts


def test_a_translation_names_the_same_facts_as_its_text() -> None:
    forms = {texts[0]: texts for texts in texts_in_the_source()}
    for entry in read_entries(CATALOGUES[1].read_text(encoding="utf-8")):
        for translation in entry.translations if entry.text else ():
            one, *_, many = (*forms[entry.text], forms[entry.text][-1])
            assert fields(one) <= fields(translation) <= fields(many), entry


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=LANGUAGES)
def test_our_reader_and_babel_read_the_same(catalogue: Path) -> None:
    source = catalogue.read_text(encoding="utf-8")
    assert "fuzzy" not in source
    ours = {entry.text: entry.translations for entry in read_entries(source) if entry.text}
    theirs = {}
    for message in read_po(io.BytesIO(source.encode()), abort_invalid=True):
        if message.id:
            text = message.id if isinstance(message.id, str) else message.id[0]
            theirs[text] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    assert ours == theirs


def test_text_over_several_lines_and_with_quotes_is_read_whole() -> None:
    source = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n>1;\\n"\n\nmsgid "a "\n"\\"b\\""\nmsgstr "x\\n"\n"y"\n'
    )
    assert [(entry.text, entry.translations) for entry in read_entries(source)][1:] == [('a "b"', ("x\ny",))]


def test_the_plural_goes_by_the_language_s_own_rule() -> None:
    french = Translator("es", {"": ("Plural-Forms: nplurals=2; plural=(n > 1);\n",), "one": ("uno", "{number}")})
    assert [french.say_many("one", "many", number) for number in (0, 1, 2)] == ["uno", "uno", "2"]


@pytest.mark.parametrize(("language", "texts"), [("en", ["0 min left", "1 min left", "2 min left"])])
def test_numbers_have_their_form_in_english(language: str, texts: list[str]) -> None:
    translator = Translator.load("en")
    assert language == translator.language
    assert [translator.say_many("{number} min left", "{number} min left", number) for number in range(3)] == texts


def test_numbers_have_their_form_in_spanish() -> None:
    translator = Translator.load("es")
    said = [translator.say_many("{number} min left", "{number} min left", number) for number in range(3)]
    assert said == ["quedan 0 min", "queda 1 min", "quedan 2 min"]


def test_a_fact_with_braces_is_put_in_as_it_is() -> None:
    assert Translator.load("en").say("Hello, {name}.", name="{0.__class__}") == "Hello, {0.__class__}."


def test_decimals_are_written_as_the_language_writes_them() -> None:
    assert [Translator.load(language).decimal(1.25) for language in LANGUAGES] == ["1.2", "1,2"]

"""A human language is one entry: kiosk_agent/protocol/languages.py names it, and nothing else in the code does."""

import ast
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import get_decimal_symbol
from pydantic import ValidationError

from kiosk_agent.protocol import languages
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, language_after
from kiosk_agent.protocol.sessions import SignInRequest
from tests.support.checkout import ROOT
from tests.support.tracked_files import tracked

THE_LIST = Path(languages.__file__)
NAMES = {*LANGUAGES, *(entry.own_name for entry in LANGUAGES.values())}


def sources(*patterns: str) -> list[Path]:
    paths = tracked(*patterns)
    return [path for path in paths if path != THE_LIST and not path.is_relative_to(ROOT / "tests")]


def test_no_other_module_names_a_language() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in sources("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in NAMES
    ]
    assert found == [], "take it from kiosk_agent/protocol/languages.py"


def test_no_page_names_a_language() -> None:
    quoted = {f"{before}{name}{after}" for name in NAMES for before, after in ('""', "''", "><")}
    pages = sources("classroom_server/*/templates/*.html", "classroom_server/web/static/*.js", "outset")
    assert len(pages) > 10
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    assert [name for name, text in texts.items() if any(each in text for each in quoted)] == []


def test_english_is_offered_first() -> None:
    assert next(iter(LANGUAGES)) == SOURCE_LANGUAGE


def test_after_the_last_language_comes_the_first() -> None:
    codes = list(LANGUAGES)
    assert [language_after(code) for code in codes] == [*codes[1:], codes[0]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_is_as_cldr_knows_it(code: str) -> None:
    entry, locale = LANGUAGES[code], Locale.parse(code)
    assert (locale.language_name or "").casefold() == entry.own_name.casefold()
    assert get_decimal_symbol(locale) == entry.decimal_sign


def test_a_message_in_a_language_that_we_do_not_have_is_refused() -> None:
    for code in LANGUAGES:
        assert SignInRequest(number="7", pin="123456", language=code).language == code
    for code in ("xx", "", "EN", "es-ES"):
        with pytest.raises(ValidationError, match="is none of"):
            SignInRequest(number="7", pin="123456", language=code)

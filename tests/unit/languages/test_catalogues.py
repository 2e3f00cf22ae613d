"""Catalogues are read compiled, never stale, and whatever is wrong with one leaves English."""

import logging
import sys
from pathlib import Path

import pytest

from kiosk_agent import catalogues
from kiosk_agent.catalogues import (
    CatalogueInvalid,
    compile_in_place,
    compiled_catalogue,
    load_translations,
    source_path,
)

HEAD = """msgid ""
msgstr ""
"Language: ro\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n == 1 ? 0 : (n == 0 || (n != 1 && n % 100 >= 1 && n % 100 <= 19)) ? 1 : 2);\\n"
"""
RULES = """
msgid "Sign in"
msgstr "Intră"

#, fuzzy
msgid "Leave"
msgstr "Ieși?"

msgid "Go on"
msgstr ""

msgid "a \\"quoted\\" "
"text"
msgstr "un text"

msgid "{number} test"
msgid_plural "{number} tests"
msgstr[0] "un test"
msgstr[1] "{number} teste"
msgstr[2] "{number} de teste"

msgid "{number} kiosk"
msgid_plural "{number} kiosks"
msgstr[0] "un post"
msgstr[1] ""
msgstr[2] ""
"""


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "build/catalogues"
    monkeypatch.setattr(catalogues, "KEPT", folder)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = source_path(tmp_path / "locales", "ro", "tutor")
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + RULES, encoding="utf-8")
    return path


def said(tmp_path: Path, text: str = "Sign in") -> str:
    return load_translations(tmp_path / "locales", "ro", "tutor").gettext(text)


@pytest.mark.usefixtures("source")
def test_a_text_is_said_in_the_language_and_what_is_not_translated_in_english(tmp_path: Path) -> None:
    said_texts = [said(tmp_path, text) for text in ("Sign in", 'a "quoted" text', "Leave", "Go on", "Keys")]
    assert said_texts == ["Intră", "un text", "Leave", "Go on", "Keys"]


@pytest.mark.usefixtures("source")
def test_numbers_go_by_the_language_s_own_rule(tmp_path: Path) -> None:
    words = load_translations(tmp_path / "locales", "ro", "tutor")
    tests = [words.ngettext("{number} test", "{number} tests", number) for number in (1, 2, 20)]
    kiosks = [words.ngettext("{number} kiosk", "{number} kiosks", number) for number in (1, 2, 20)]
    assert tests == ["un test", "{number} teste", "{number} de teste"]
    assert kiosks == ["un post", "{number} kiosks", "{number} kiosks"]


def test_a_changed_catalogue_is_read_at_once_and_an_unchanged_one_is_compiled_once(
    tmp_path: Path, source: Path, kept: Path
) -> None:
    assert [said(tmp_path), said(tmp_path)] == ["Intră", "Intră"]
    assert len(list(kept.iterdir())) == 1
    source.write_text(source.read_text(encoding="utf-8").replace("Intră", "Intrați"), encoding="utf-8")
    assert said(tmp_path) == "Intrați"
    assert {path.suffix for path in kept.iterdir()} == {".mo"}


def test_an_account_that_may_not_write_there_reads_its_language_all_the_same(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "KEPT", source / "no folder")
    assert said(tmp_path) == "Intră"


def test_the_same_source_gives_the_same_bytes_and_none_of_them_is_today(source: Path) -> None:
    compiled = compiled_catalogue(source)
    assert compiled == compiled_catalogue(source)
    assert b"POT-Creation-Date: 1970-01-01" in compiled


def test_on_an_image_the_compiled_catalogue_alone_is_read_and_nothing_that_compiles_is_needed(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_in_place(tmp_path)
    assert [path.name for path in source.parent.iterdir()] == ["tutor.mo"]
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)
    assert said(tmp_path) == "Intră"


def test_without_a_catalogue_everything_is_said_in_english(tmp_path: Path) -> None:
    assert said(tmp_path) == "Sign in"


@pytest.mark.parametrize(
    "damage", ['msgid "x"\nmsgid "y"\n', 'msgid "open\n', "\xff", "msgid x\n", HEAD.replace("UTF-8", "UTF-9")]
)
def test_with_a_source_that_cannot_be_read_everything_is_said_in_english_and_the_log_says_so(
    tmp_path: Path, source: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    source.write_bytes(damage.encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        assert said(tmp_path) == "Sign in"
    assert "is left out" in caplog.text


def test_a_source_that_cannot_be_read_ends_a_build(tmp_path: Path, source: Path) -> None:
    source.write_text('msgid "open\n', encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match=r"tutor\.po is no catalogue"):
        compile_in_place(tmp_path)


@pytest.mark.parametrize("kept_bytes", [0, 2, 40, 400])
def test_with_a_damaged_compiled_catalogue_everything_is_said_in_english_and_the_log_says_so(
    tmp_path: Path, source: Path, kept_bytes: int, caplog: pytest.LogCaptureFixture
) -> None:
    compile_in_place(tmp_path)
    compiled = source.with_suffix(".mo")
    compiled.write_bytes(compiled.read_bytes()[:kept_bytes])
    with caplog.at_level(logging.WARNING):
        assert said(tmp_path) == "Sign in"
    assert "is left out" in caplog.text


@pytest.mark.parametrize(("right", "wrong"), [(b"charset=utf-8", b"charset=utf-9"), (b"; plural=", b"; plurax=")])
def test_with_a_compiled_catalogue_that_makes_no_sense_everything_is_said_in_english_too(
    tmp_path: Path, source: Path, right: bytes, wrong: bytes
) -> None:
    compile_in_place(tmp_path)
    compiled = source.with_suffix(".mo")
    assert right in compiled.read_bytes()
    compiled.write_bytes(compiled.read_bytes().replace(right, wrong))
    assert said(tmp_path) == "Sign in"

"""The tables of plain words hold: each is complete, quick on whatever a program says, and shows it as plain text."""

import importlib
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_agent.curriculum import load_track
from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.protocol.languages import LANGUAGES, Language
from kiosk_agent.tutor.text.plain_words import (
    MESSAGE_CHARACTERS,
    Pattern,
    Table,
    explain,
    load_table,
    table_names,
    table_of,
)
from kiosk_agent.tutor.text.plain_words.table import GROUP_CHARACTERS, TEXT_CHARACTERS
from tests.support.checkout import ROOT

# What Python itself reads a regular expression with; no public module shows its parts.
regex: Any = importlib.import_module("re._constants")
regex_parser: Any = importlib.import_module("re._parser")
SLOWEST_SECONDS = 0.1
UNBOUNDED_REPEATS = 3
ENTRY = """
[[pattern]]
id = "one"
match = '^NameError: (?P<name>.+)$'
en.happened = "Nothing is named {name}."
en.try = "Look."
"""
TRANSLATION = """
[one]
happened = "Nada se llama {name}."
try = "Mira."
"""


def patterns(name: str) -> tuple[Pattern, ...]:
    table = table_of(name)
    assert table is not None
    return table.patterns


def parse(tmp_path: Path, text: str, translation: str = TRANSLATION) -> Table:
    path = tmp_path / "x.toml"
    path.write_text(text)
    (tmp_path / "x.es.toml").write_text(translation)
    return load_table(path)


@pytest.mark.parametrize("name", table_names())
def test_each_pattern_has_its_words_in_every_language(name: str) -> None:
    lacking = {pattern.id: set(LANGUAGES) - pattern.texts.keys() for pattern in patterns(name)}
    assert {each: languages for each, languages in lacking.items() if languages} == {}


@pytest.mark.parametrize(
    "lost", [TRANSLATION, 'happened = "Nada se llama {name}."\ntry = "Mira."\n', 'try = "Mira."\n']
)
def test_where_a_language_has_no_words_english_says_both_texts(tmp_path: Path, lost: str) -> None:
    assert lost in TRANSLATION
    words = parse(tmp_path, ENTRY, TRANSLATION.replace(lost, "")).explain("NameError: x", "es")
    assert words is not None
    assert (str(words.happened), str(words.advice)) == ("Nothing is named x.", "Look.")


@pytest.mark.parametrize("name", table_names())
def test_what_is_said_early_is_said_so_in_every_language(name: str) -> None:
    needing = [pattern for pattern in patterns(name) if pattern.needs]
    lacking = {each.id: [lang for lang, texts in each.texts.items() if not texts.early] for each in needing}
    assert {each: languages for each, languages in lacking.items() if languages} == {}


def test_what_is_needed_is_a_concept_of_our_track() -> None:
    """Else it would never be later, and nobody would be spared."""
    track = load_track(ROOT / "classroom_server/tracks/javascript")
    assert {concept for each in patterns("javascript") for concept in each.needs} <= track.exercises[0].later


def test_who_was_not_taught_let_is_not_told_of_it() -> None:
    message = "SyntaxError: Missing initializer in const declaration"
    for later, says in (((), True), (("loops",), False), (("arrays",), True)):
        words = explain("javascript", message, "es", later=later)
        assert words is not None
        assert ("let" in str(words.advice)) is says


def is_well_said(text: str) -> bool:
    """Tell whether a text is a sentence or three, ends as one or in code, and calls nothing by a machine's words."""
    words = re.sub(r"`[^`]*`", "x", text)
    sentences = len(re.findall(r"[.?](?:\s|$)", words))
    shouts = re.search(r"!|\b(invalid|failed|oops|inválido|falló)\b", words, re.IGNORECASE)
    return bool(re.search(r"([.?]|\bx|\{\w+\})$", words)) and sentences <= 3 and shouts is None


@pytest.mark.parametrize("name", table_names())
def test_texts_are_short_sentences_and_no_shouting(name: str) -> None:
    texts = [texts for pattern in patterns(name) for texts in pattern.texts.values()]
    said = [text for each in texts for text in (each.happened, each.advice, each.early) if text]
    assert [text for text in said if not is_well_said(text)] == []


def repeats(tree: Iterable[Any], *, inside: bool = False) -> tuple[int, bool]:
    """Return how many unbounded repeats a regular expression has, and whether one stands in another."""
    count, nested = 0, False
    for operation, argument in tree:
        parts: list[Any] = []
        unbounded = operation in (regex.MAX_REPEAT, regex.MIN_REPEAT) and argument[1] > 100
        if operation in (regex.MAX_REPEAT, regex.MIN_REPEAT):
            parts = [argument[2]]
        elif operation is regex.SUBPATTERN:
            parts = [argument[3]]
        elif operation is regex.BRANCH:
            parts = argument[1]
        elif operation in (regex.ASSERT, regex.ASSERT_NOT):
            parts = [argument[1]]
        count += unbounded
        nested = nested or (unbounded and inside)
        for part in parts:
            more, deeper = repeats(part, inside=inside or unbounded)
            count, nested = count + more, nested or deeper
    return count, nested


def hostile_messages(match: str) -> set[str]:
    """Return the longest messages that are nearly, and again and again, what a regular expression looks for."""
    words = re.findall(r"[A-Za-z]{2,}[:,']? ?", match)
    pieces = {*words, "".join(words), "a", " ", "'", "a ", "(", "\n", ": "}
    return {(piece * MESSAGE_CHARACTERS)[:MESSAGE_CHARACTERS] for piece in pieces if piece}


def seconds_taken(pattern: Pattern, message: str) -> float:
    # Of this thread alone: the machine may have much else to do.
    started = time.thread_time()
    pattern.explain(message, "en")
    return time.thread_time() - started


@pytest.mark.parametrize("name", table_names())
def test_no_pattern_can_take_long_on_a_hostile_message(name: str) -> None:
    for pattern in patterns(name):
        count, nested = repeats(regex_parser.parse(pattern.match))
        assert not nested, pattern.id
        assert count <= UNBOUNDED_REPEATS, pattern.id
        slowest = max(seconds_taken(pattern, message) for message in hostile_messages(pattern.match))
        assert slowest < SLOWEST_SECONDS, pattern.id


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(table_names()), st.text(max_size=MESSAGE_CHARACTERS * 2))
def test_any_message_gets_words_or_none(name: str, message: str) -> None:
    for prefix in ("", "ReferenceError: ", "SyntaxError: ", "main.js, line 3: TypeError: "):
        for language in LANGUAGES:
            explain(name, prefix + message, language)


@given(st.text(max_size=200))
def test_what_a_message_names_is_shown_as_short_plain_text(name: str) -> None:
    words = explain("javascript", f"ReferenceError: \x1b[31m{name}\x1b]0;t\x07x is not defined", "en")
    if words is not None:
        assert not [each for each in str(words.happened) if ord(each) < 32 or 127 <= ord(each) < 160]
        assert len(str(words.happened)) <= TEXT_CHARACTERS + GROUP_CHARACTERS


def test_code_in_a_text_is_told_from_words_and_a_message_cannot_pass_for_code(tmp_path: Path) -> None:
    table = parse(tmp_path, ENTRY.replace("{name}", "`{name}`"))
    words = table.explain("NameError: a`b`c", "en")
    assert words is not None
    assert [(piece.text, piece.is_code) for piece in words.happened.pieces] == [
        ("Nothing is named ", False),
        ("a`b`c", True),
        (".", False),
    ]


def test_braces_are_only_braces_unless_they_hold_the_name_of_a_group(tmp_path: Path) -> None:
    translation = TRANSLATION.replace("Mira.", "}{")
    table = parse(tmp_path, ENTRY.replace("Look.", "`{ {0} }` and `{name.x}` {name!r} {."), translation)
    words = table.explain("NameError: x", "en")
    assert words is not None
    assert str(words.advice) == "{ {0} } and {name.x} {name!r} {."


def test_braces_in_a_message_are_only_text() -> None:
    words = explain("javascript", "ReferenceError: {0.__class__}{name}[b] is not defined", "en")
    assert words is not None
    assert "{0.__class__}{name}[b]" in str(words.happened)


@pytest.mark.parametrize("message", ['Expected: 12\nReceived: "12"', 'Expected: "pasta"\nReceived: 12'])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_value_of_the_wrong_kind_need_not_come_from_a_function(message: str, language: Language) -> None:
    """The first exercises have none: their tests read the values of names."""
    words = explain("javascript", message, language)
    assert words is not None
    assert not re.search("function|función", str(words.happened))


def test_a_missing_name_may_be_a_value_s() -> None:
    words = explain(
        "javascript", "SyntaxError: The requested module './a.js' does not provide an export named 'n'", "en"
    )
    assert words is not None
    assert "export const n =" in str(words.advice)


def test_toolchain_without_a_table_has_no_words() -> None:
    assert explain("cobol", "x", "en") is None
    assert explain("../../x", "x", "en") is None


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("en.try", "fr.try"),
        ('en.happened = "Nothing is named {name}."', ""),
        ("(?P<name>.+)", "(.+)"),
        ("(?P<name>.+)", "(?P<name>.+"),
        ("{name}.", "`{name}."),
        ("{name}.", "{other}."),
        ('id = "one"', 'id = "One thing"'),
        ('en.try = "Look."', 'en.try = ""'),
        ('id = "one"', 'id = "one"\nseverity = 3'),
        ('id = "one"', 'id = "one"\nneeds = ["loops"]'),
        ('id = "one"', 'id = "one"\nen.early = "Look."'),
    ],
)
def test_table_that_says_something_wrong_is_refused(tmp_path: Path, change: str, by: str) -> None:
    assert parse(tmp_path, ENTRY).patterns[0].id == "one"
    assert change in ENTRY
    with pytest.raises(SettingsInvalid) as refused:
        parse(tmp_path, ENTRY.replace(change, by))
    assert refused.value.hint


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("[one]", "[two]"),
        ("[one]", "one = 1"),
        ("[one]", "[one"),
        ("[one]", ""),
        ("{name}.", "`{name}."),
        ("{name}.", "{other}."),
        ('try = "Mira."', 'try = ""'),
        ('try = "Mira."', 'try = "Mira."\nseverity = 3'),
    ],
)
def test_translation_that_says_something_wrong_is_refused(tmp_path: Path, change: str, by: str) -> None:
    assert change in TRANSLATION
    with pytest.raises(SettingsInvalid) as refused:
        parse(tmp_path, ENTRY, TRANSLATION.replace(change, by))
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "pattern: it is missing"),
        ("pattern = 3", "pattern: "),
        ("[[pattern]]", "pattern.0.id: it is missing"),
        ("# a\xf1o", "it is not UTF-8 text (byte 3)"),
    ],
)
def test_what_a_table_lacks_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(SettingsInvalid) as refused:
        load_table(path)
    said, _ = str(refused.value).split("\n  next: ")
    assert said.startswith(f"{path} holds no plain words: {says}")
    assert "\n" not in said


def test_two_patterns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="more than one pattern"):
        parse(tmp_path, ENTRY + ENTRY)

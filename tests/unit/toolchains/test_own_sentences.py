"""What a harness of ours finds by itself, it names: no table of plain words knows one of our own sentences again."""

import re

import pytest

from kiosk_agent.toolchains.facts import FOLDER, facts_of
from kiosk_agent.tutor.text.plain_words import table_names, table_of

WRITTEN_IN = ("*.mjs", "*.py", "*.java")
LITERAL = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`")
PLACE = re.compile(r"\$?\{[^{}]*\}")
LEAST_WORDS = 3
# These say again whatever the message says, so they know no sentence by its words.
CATCH_ALL = {"thrown-by-program", "stopped-by-program"}


def sentences(toolchain: str) -> set[str]:
    """Return the texts of several words that the toolchain's harness holds, with a letter for each value in them."""
    facts = facts_of(toolchain)
    assert facts is not None
    files = [path for pattern in WRITTEN_IN for path in (FOLDER / facts.harness / "harness").rglob(pattern)]
    assert files
    literals = (found for path in files for found in LITERAL.finditer(path.read_text(encoding="utf-8")))
    texts = {PLACE.sub("x", found[1] or found[2] or found[3] or "") for found in literals}
    return {text for text in texts if len(text.split()) >= LEAST_WORDS}


@pytest.mark.parametrize("name", table_names())
def test_no_pattern_knows_a_sentence_that_a_harness_of_ours_writes(name: str) -> None:
    table = table_of(name)
    assert table is not None
    said = sentences(name)
    known = {
        (pattern.id, text)
        for pattern in table.patterns
        if pattern.match and not pattern.asked and pattern.id not in CATCH_ALL
        for text in said
        if pattern.explain(text, "en") is not None
    }
    assert known == set()


def test_the_rule_sees_a_sentence_with_values_in_it() -> None:
    assert any("is not closed before" in text for text in sentences("web"))

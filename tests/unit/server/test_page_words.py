"""No word of the trainer's pages is hard-wired, and each closed set has all of its words."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from classroom_server.attempts.schemas import ClockDoubt, RefusalReason
from classroom_server.attempts.set_aside_pages import doubt_words, kind_words, reason_words
from classroom_server.attempts.verdict_signs import verdict_reason, verdict_sign
from classroom_server.audit.schemas import Action
from classroom_server.audit_page.action_words import action_words, actor_words
from classroom_server.audit_page.fact_words import UNSAID, fact_labels, facts_in_words
from classroom_server.core.actors import ActorKind
from classroom_server.core.errors import RefusalCode
from classroom_server.core.permissions import Permission
from classroom_server.learners.import_faults import fault_words
from classroom_server.learners.schemas import LineFault
from classroom_server.room_page.schemas import TileCondition
from classroom_server.room_page.signs import condition_sign
from classroom_server.web import languages
from classroom_server.web.languages import load_words
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.events import EventBody
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.results import Reason, Verdict
from tests.support.judgements import judgement_of
from tests.support.speaking_parts import PAGES

SERVER = Path(languages.__file__).parents[1]
# The same in every language, or in Romanian.
SAME = {"PIN", "Program"}
PLACES = re.compile(r"%\((\w+)\)s")
# The product, and a unit that is written the same in every language.
OURS = {"Outset", "ms"}
JINJA = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!doctype html>"
# Blocks that stand inside a tag.
IN_TAGS = r"\{% block (main_class|body_live) %\}.*?\{% endblock %\}"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != SOURCE_LANGUAGE])
def test_every_string_differs_from_english_when_it_is_looked_up(language: Language) -> None:
    words = load_words(language)
    same = {text for text, *plural in PAGES.texts() if not plural and words.translations.gettext(text) == text} - SAME
    assert {text for text in same if not PLACES.search(text)} == set()


@pytest.mark.parametrize("path", sorted(SERVER.glob("**/templates/**/*.html")), ids=lambda path: path.stem)
def test_no_text_in_a_template_is_hard_wired(path: Path) -> None:
    text = re.sub(f"{IN_TAGS}|{JINJA}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    hard_wired = set(re.findall(r"[^\W\d_]{2,}", shown)) - OURS
    attributes = re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*[^\W\d_]{2,}[^"]*)"', text)
    assert hard_wired == set()
    assert attributes == []


def test_no_words_are_looked_up_under_a_name_that_the_extraction_does_not_know() -> None:
    for path in SERVER.rglob("*.py"):
        assert not re.search(r"words\(\s*\"", path.read_text(encoding="utf-8")), path.name


def test_every_fact_that_a_row_of_the_log_is_given_has_its_name_or_is_left_out_on_purpose() -> None:
    given = {
        keyword.arg
        for path in SERVER.rglob("*.py")
        for called in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(called, ast.Call) and ast.unparse(called.func) == "audit.record"
        for keyword in called.keywords
        if keyword.arg
    }
    kinds = {body.model_fields["kind"].default for body in get_args(get_args(EventBody)[0])}
    assert given
    assert (given | kinds | {"clock"}) - set(UNSAID) - set(fact_labels(load_words("en"))) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_every_closed_set_has_words(language: Language) -> None:
    words = load_words(language)
    said = [refusal_words(code, words) for code in RefusalCode]
    said += [fault_words(fault, words) for fault in LineFault]
    said += [verdict_reason(judgement_of(verdict), words) + verdict_sign(verdict, words).word for verdict in Verdict]
    said += [verdict_reason(judgement_of(Verdict.RUNTIME_ERROR, reason=reason), words) for reason in Reason]
    said += [condition_sign(condition, words).word for condition in TileCondition]
    said += [actor_words(kind, words) for kind in (ActorKind.COMMAND, ActorKind.CLOCK, ActorKind.NOBODY)]
    said += [doubt_words(doubt, words) for doubt in ClockDoubt]
    said += [reason_words(reason, words) for reason in RefusalReason]
    assert all(said)
    bodies = get_args(get_args(EventBody)[0])
    assert len(bodies) > 1
    assert [body for body in bodies if kind_words(body.model_fields["kind"].default, words) == "?"] == []
    assert [act for act in Action if action_words(act, words) == act.value] == []
    lacking = {right: facts_in_words({"permission": right.value}, {}, words) for right in Permission}
    assert [right for right, told in lacking.items() if told.endswith(right.value)] == []
    assert len(set(lacking.values())) == len(Permission)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_only_that_something_failed(language: Language) -> None:
    words = load_words(language)
    for text in [refusal_words(code, words) for code in RefusalCode]:
        assert not re.match(r"(?i)(error|invalid|failed|inválid|fallo)", text)
        assert text.count(" ") >= 4, text

"""Every word on every screen comes through the catalogue: in a language of marked words nothing unmarked is left."""

import re
from collections.abc import Collection
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from kiosk_agent.protocol.languages import LANGUAGES, Language
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.results import Cause, Verdict
from kiosk_agent.tutor.text import explanation
from kiosk_agent.tutor.text.plain_words import PlainWords, Said, explain
from kiosk_agent.tutor.text.translator import Translator
from tests.support.tutor.socket_fakes import WORDS, judgement, reply, state
from tests.support.tutor.tutor_parts import Play, play

# Words that are names, keys or code: they are the same in every language.
NAMES = {
    "Kiosk", "Monday", "group", "Learner", "One", "JavaScript", "Arrays", "Stock", "count", "Price", "tags", "Shift",
    "plan", "js", "stock", "Write", "total", "boxes", "for", "add", "bold", "all", "export", "function", "Start", "at",
    "adds", "two", "numbers", "none", "Expected", "Received", "undefined", "is", "Enter", "Tab", "Esc", "Ctrl", "R",
    "O", "A", "X", "V", "C", "Y", "Z", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F12",
    *(entry.own_name for entry in LANGUAGES.values()), *WORDS,
}  # fmt: skip


class MarkedTranslator(Translator):
    """Says every text with its letters turned into bars, the facts in it left as they are."""

    def say(self, text: str, /, **facts: object) -> str:
        return _marked(text).format(**facts)

    def say_many(self, one: str, many: str, number: int, /, **facts: object) -> str:
        del one
        return _marked(many).format(number=number, **facts)


def _marked(text: str) -> str:
    pieces = re.split(r"(\{\w+\})", text)
    return "".join(piece if piece.startswith("{") else re.sub(r"[^\W\d_]", "▒", piece) for piece in pieces)


def marked_said(said: Said) -> Said:
    return Said(tuple(replace(piece, text=_marked(piece.text)) for piece in said.pieces))


def marked_explain(
    toolchain_name: str, message: str, language: Language, *, asked: bool, cause: Cause | None, later: Collection[str]
) -> PlainWords | None:
    """Explain with every text marked, as its table's texts are translated there."""
    words = explain(toolchain_name, message, language, asked=asked, cause=cause, later=later)
    return words and replace(words, happened=marked_said(words.happened), advice=marked_said(words.advice))


def unmarked(scene: Play) -> set[str]:
    # A name that was cut short for want of room is no word of ours.
    whole = re.sub(r"\w+…", "", scene.shown())
    return set(re.findall(r"[^\W\d_][^\W_]*", whole)) - NAMES


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_no_word_on_any_screen_is_hard_wired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    marked = MarkedTranslator("en", NullTranslations())
    monkeypatch.setattr(Translator, "load", lambda *_: marked)
    monkeypatch.setattr(explanation, "explain", marked_explain)

    async def look(scene: Play) -> None:
        await scene.pilot.pause(0.05)
        assert unmarked(scene) == set(), scene.shown()

    async def script(scene: Play) -> None:
        await look(scene)
        for condition in (Condition.UNAPPROVED, Condition.REFUSED, Condition.LOCKED, Condition.OPEN):
            await scene.tell(state(condition, development=True))
            await look(scene)
        await scene.press("enter")
        await look(scene)
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await look(scene)
        await scene.tell(state(Condition.OPEN))
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(), server_answers=False))
        await look(scene)
        await scene.press("enter")
        await look(scene)
        for verdict in Verdict:
            scene.runner.judgement = judgement(verdict, output="")
            await scene.press("ctrl+r")
            await look(scene)
        for key in ("f2", "f1", "escape", "f7", "escape", "f10", "escape"):
            await scene.press(key)
            await look(scene)

    play(script, tmp_path, size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_80_columns_no_key_of_an_exercise_is_cut_off(tmp_path: Path, language: Language) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state(Condition.SIGNED_IN, learner=reply()))
        await scene.until(lambda: "Learner One" in scene.shown())
        await scene.press("enter")
        await scene.sees("F10")
        scene.runner.judgement = judgement(Verdict.ACCEPTED)
        await scene.press("f6", "ctrl+r")
        await scene.sees("✓")
        for key in ("Ctrl+R", "F8", "F6", "F4", "F1", "F10"):
            assert key in scene.shown().splitlines()[-1]

    play(script, tmp_path, language=language)

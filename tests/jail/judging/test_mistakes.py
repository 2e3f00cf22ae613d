"""What a learner reads of a beginner's mistake: its true cause, its line, and a step that helps.

One file an exercise under tests/fixtures/mistakes/<toolchain>/, one row a mistake: what it is, what was written `for`
what of the right answer (or `whole`), the `line` that must be named, and the first sentence that the learner must read,
by language. Where only the exercise's `author` can know better, that is the sentence of the test that is named.
The exercises are our track's; for other toolchains, those of the sample tracks and of tracks/ beside the tables.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk_agent import process
from kiosk_agent.curriculum import Exercise, Track, load_track
from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.results import Judgement, Verdict
from kiosk_agent.toolchains.toolchain import load_toolchains
from kiosk_agent.tutor.text.explanation import explained, place_words
from kiosk_agent.tutor.text.result_page import heading, result_page
from kiosk_agent.tutor.text.translator import Translator
from tests.support.checkout import DRIVERS, FIXTURES, ROOT
from tests.support.jail.tree import as_account_of
from tests.support.waiting import LIMIT_SECONDS

TRACKS = ROOT / "classroom_server/tracks"
MISTAKES = FIXTURES / "mistakes"
LEAST_MISTAKES = {"javascript": 120, "python": 75, "kotlin": 30, "swift": 30}
TOOLCHAINS = load_toolchains(ROOT / "policies")
# So wide that no title goes on in a second line.
COLUMNS = 300
# What is said of a whole program, not of one mistake in it.
NOT_TRUE = re.compile("exercise itself is broken|ejercicio mismo está roto")

CODE_WORD = re.compile(r"[A-Za-z]+|[=<>!]=+|&&|[*/]|\$\{")
TAUGHT_BY = {
    "arithmetic": ("*", "/"),
    "text": ("${",),
    "functions": ("function", "return"),
    "comparisons": ("===", "<=", ">=", "true", "false"),
    "conditions": ("if", "else"),
    "arrays": ("length",),
    "loops": ("let", "for", "of"),
    "building-arrays": ("push",),
}
"""What each of the track's concepts brings in."""


class Mistake(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(alias="is")
    instead_of: str = Field(alias="for", default="")
    written: str = ""
    whole: str | None = None
    line: int | None = None
    author: str | None = None
    says: dict[Language, str] = {}

    @model_validator(mode="after")
    def _says_what_is_shown(self) -> "Mistake":
        assert bool(self.says) != bool(self.author), self.name
        assert bool(self.instead_of) != (self.whole is not None), self.name
        return self

    def source(self, right: str) -> str:
        """Return what the learner wrote."""
        if self.whole is not None:
            return self.whole
        assert self.instead_of in right, self.name
        return right.replace(self.instead_of, self.written, 1)

    def sentence(self, exercise: Exercise, language: Language) -> str:
        """Return what they must read first."""
        if self.author is None:
            return self.says[language]
        words = exercise.test_words(self.author, language)
        assert words is not None, self.author
        return words.failure


def table(exercise: Exercise) -> tuple[Mistake, ...]:
    path = MISTAKES / exercise.language_name / f"{exercise.slug}.toml"
    return tuple(Mistake.model_validate(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["mistake"])


def tracks_of(toolchain: str) -> tuple[Track, ...]:
    ours = TRACKS / toolchain
    folders = [ours] if ours.is_dir() else [FIXTURES / "sample_tracks" / toolchain, MISTAKES / "tracks" / toolchain]
    return tuple(load_track(folder) for folder in folders)


EVERY = {toolchain: tracks_of(toolchain) for toolchain in LEAST_MISTAKES}
(JAVASCRIPT,) = EVERY["javascript"]


def exercises() -> list[Any]:
    """Each exercise with its track, as pytest takes parameters; where a run takes seconds, for --full alone."""
    return [
        pytest.param(track, each, id=f"{toolchain}-{each.slug}", marks=[pytest.mark.full] if is_compiled else [])
        for toolchain, tracks in EVERY.items()
        for is_compiled in [bool(TOOLCHAINS[toolchain].make_ahead)]
        for track in tracks
        for each in track.exercises
    ]


def right_answer(exercise: Exercise) -> str:
    return (exercise.folder / exercise.exemplar_files[0]).read_text(encoding="utf-8")


# A runner is made once for a track, and all of its mistakes are judged in it.
@cache
def judged(folder: Path) -> dict[tuple[str, str], Judgement]:
    track = load_track(folder)
    rows = [(exercise, mistake) for exercise in track.exercises for mistake in table(exercise)]
    asked = [{"exercise": each.slug, "source": mistake.source(right_answer(each))} for each, mistake in rows]
    places = [ROOT / "policies", ROOT / "build/npm/node_modules", folder]
    said = process.run(
        as_account_of(track.language_name, [DRIVERS / "mistakes.py", *places]),
        stdin_bytes="".join(json.dumps(each) + "\n" for each in asked).encode(),
        timeout_seconds=LIMIT_SECONDS,
    )
    judgements = [Judgement.model_validate_json(line) for line in said.splitlines()]
    return dict(zip([(exercise.slug, mistake.name) for exercise, mistake in rows], judgements, strict=True))


def shown(judgement: Judgement, exercise: Exercise, language: Language) -> tuple[str, str]:
    """Return what a learner reads: all of it, and of that the words, from behind the first title and the place."""
    told = explained(judgement, exercise, Translator.load(language))
    pages = [heading(told, COLUMNS).plain, result_page(told, COLUMNS).plain]
    lines = [line.strip() for line in pages[1].split("\n") if not line.startswith(("✓", "✗"))]
    places = {place_words(file, line, exercise, told.translator) for file, line in places_of(judgement)}
    return "\n".join(pages), " ".join(line for line in lines if line and line not in places)


def places_of(judgement: Judgement) -> Iterator[tuple[str | None, int | None]]:
    yield judgement.file, judgement.line
    yield from ((test.file, test.line) for test in judgement.results.tests)


def amiss(mistake: Mistake, exercise: Exercise, track: Track, judgement: Judgement) -> Iterator[str]:
    """Yield what a learner does not read, of what they must."""
    if judgement.verdict in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR):
        yield f"{exercise.slug}, {mistake.name}: {judgement.verdict}"
    for language in mistake.says or track.languages:
        everything, words = shown(judgement, exercise, language)
        sentence = " ".join(mistake.sentence(exercise, language).split())
        place = place_words(exercise.solution_files[0], mistake.line, exercise, Translator.load(language))
        if not words.startswith(sentence) or NOT_TRUE.search(everything):
            yield f"{exercise.slug}, {mistake.name}, {language}: {words[: len(sentence) + 40]}\n  and not: {sentence}"
        if mistake.line is not None and place not in [line.strip() for line in everything.split("\n")[:4]]:
            yield f"{exercise.slug}, {mistake.name}, {language}: does not name line {mistake.line}"


@pytest.mark.parametrize(("track", "exercise"), exercises())
def test_a_mistake_is_called_by_its_true_cause_and_line(track: Track, exercise: Exercise) -> None:
    judgements = judged(track.folder)
    found = [
        each
        for mistake in table(exercise)
        for each in amiss(mistake, exercise, track, judgements[exercise.slug, mistake.name])
    ]
    assert found == []


@pytest.mark.parametrize("toolchain", LEAST_MISTAKES)
def test_a_table_has_every_kind_in_the_languages_that_are_read(toolchain: str) -> None:
    tables = [table(exercise) for track in EVERY[toolchain] for exercise in track.exercises]
    every = [mistake for rows in tables for mistake in rows]
    assert len(every) >= LEAST_MISTAKES[toolchain]
    # The others are translations, which the tables of plain words are held to.
    assert [mistake.name for mistake in every if mistake.says and not mistake.says.keys() >= {"en", "es"}] == []
    for rows in tables:
        names = [mistake.name for mistake in rows]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("exercise", JAVASCRIPT.exercises, ids=lambda exercise: exercise.slug)
def test_no_word_of_javascript_is_said_that_was_not_taught_yet(exercise: Exercise) -> None:
    """But for those that the learner wrote."""
    later = {word for concept in exercise.later for word in TAUGHT_BY.get(concept, ())}
    said = {}
    for mistake in table(exercise):
        judgement = judged(JAVASCRIPT.folder)[exercise.slug, mistake.name]
        told = explained(judgement, exercise, Translator.load("en"))
        found = told.of_program or told.of_first_test
        pieces = (*found.happened.pieces, *found.advice.pieces) if found is not None else ()
        code = {word for piece in pieces if piece.is_code for word in CODE_WORD.findall(piece.text)}
        said[mistake.name] = (code & later) - set(CODE_WORD.findall(mistake.source(right_answer(exercise))))
    assert {name: words for name, words in said.items() if words} == {}


@pytest.mark.parametrize(
    ("folders", "most"),
    [
        ([JAVASCRIPT.folder, FIXTURES / "jest_ways", FIXTURES / "sample_tracks/javascript"], 0),
        # 2,900 functions by people who do what no beginner does.
        ([ROOT / "build/npm/node_modules"], 20),
    ],
    ids=["lessons", "libraries"],
)
def test_of_programs_that_are_right_nothing_is_said_for_sure(folders: list[Path], most: int) -> None:
    harness = ROOT / "kiosk_agent/toolchains/javascript/harness"
    said = process.run(
        ["/usr/bin/node", DRIVERS / "right_programs.mjs", harness, *folders], timeout_seconds=LIMIT_SECONDS
    )
    *findings, counted = (json.loads(line) for line in said.splitlines())
    # Stubs are empty, and wrong answers are wrong.
    own = [found for found in findings if "/.meta/wrong/" not in found["file"] and found["name"] != "function-empty"]
    assert counted["functions"] > 0
    assert len(own) <= most, own

"""The rules for what a learner reads: there in every language, made from today's English, and fit for the screen."""

import re
from collections.abc import Iterator

from kiosk_agent.curriculum.bundle import DOCUMENTS
from kiosk_agent.curriculum.catalogue import catalogue_path, read_catalogue
from kiosk_agent.curriculum.config import EXERCISE_CONFIG, Kind
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.files import present, read_text
from kiosk_agent.curriculum.hints import parse_hints
from kiosk_agent.curriculum.kinds.task_file import TASK, UNTESTED, check_translation
from kiosk_agent.curriculum.track import Track
from kiosk_agent.curriculum.translation import is_stale, translated_path
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language
from kiosk_agent.runner.judging.expected_tests import tests_of

CODE_COLUMNS = 64
"""A line of code in the task panel: the panel does not wrap it."""
SENTENCE_WORDS = 26
FAILURE_CHARACTERS = 200
"""What a learner reads about one test, in a panel three rows high."""
_FENCE = re.compile(r"^```")
_ADDRESS = re.compile(r"https?://|\]\(")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")

Problem = tuple[str, str, str]
"""Path from the exercise's folder, what is wrong, and the next step."""


def lint_words(track: Track, exercise: Exercise) -> Iterator[Problem]:
    """Yield what is wrong with the exercise's words in the track's languages. Raises TrackInvalid."""
    found = tests_of(exercise)
    if not found.names and exercise.test_files:
        yield exercise.test_files[0], "no test found", "write each as test(name, …)"
    if found.has_groups:
        yield exercise.test_files[0], "tests in groups", "write each test at the top level: its name is its key"
    for language in track.languages:
        yield from _documents(exercise, language)
        if exercise.test_files:
            yield from _catalogue(exercise, language, found.names)
        if language != SOURCE_LANGUAGE:
            yield from _titles(exercise, language)
    yield from _hints(track, exercise)


def lint_task_words(exercise: Exercise, language: Language) -> Iterator[Problem]:
    """Yield what is wrong with the task's words in that language. Raises TrackInvalid, with all that is wrong in it."""
    if not exercise.has_task or language == SOURCE_LANGUAGE:
        return
    path = translated_path(TASK, language)
    if not present(exercise.folder, path):
        yield path, "missing", f"translate {TASK}: its text, title and why alone"
        return
    if is_stale(exercise.folder, TASK, path):
        yield path, *_stale(TASK)
    check_translation(exercise.folder, exercise.kind, language, exercise.beside)


def _needed(exercise: Exercise) -> tuple[str, ...]:
    """Return the documents without which an exercise of its kind is none."""
    if exercise.kind is Kind.READ:
        return ("introduction", "instructions")
    return ("instructions",) if exercise.kind in UNTESTED else DOCUMENTS


def _documents(exercise: Exercise, language: Language) -> Iterator[Problem]:
    for name in DOCUMENTS:
        source = f".docs/{name}.md"
        if name not in _needed(exercise) and not present(exercise.folder, source):
            continue
        path = translated_path(source, language)
        if not present(exercise.folder, path):
            yield path, "missing", "write it" if language == SOURCE_LANGUAGE else f"translate {source}"
            continue
        if language != SOURCE_LANGUAGE and present(exercise.folder, source) and is_stale(exercise.folder, source, path):
            yield path, *_stale(source)
        for problem, hint in _lines(read_text(exercise.folder, path)):
            yield path, problem, hint


def _stale(source: str) -> tuple[str, str]:
    return f"{source} has changed since", "translate the change, then: ./outset track check DIR --accept-translations"


def _lines(text: str) -> Iterator[tuple[str, str]]:
    in_code = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            in_code = not in_code
        if any(not character.isprintable() for character in line):
            yield f"line {number} holds a tab or an unprintable character", "use spaces"
        if in_code and len(line) > CODE_COLUMNS:
            yield f"line {number} of code is over {CODE_COLUMNS} columns", "break it"
        if not in_code and _ADDRESS.search(line):
            yield f"line {number} holds a link", "say it here: a kiosk is never online"
        if not in_code and any(len(sentence.split()) > SENTENCE_WORDS for sentence in _SENTENCE_END.split(line)):
            yield f"line {number} has a sentence of over {SENTENCE_WORDS} words", "make two of it"
    if in_code:
        yield "a code block is not closed", "end it with ```"


def _catalogue(exercise: Exercise, language: Language, names: tuple[str, ...]) -> Iterator[Problem]:
    path = catalogue_path(language)
    words = read_catalogue(exercise.folder, language)
    for name in names:
        if name not in words:
            yield path, f"no words for the test {name!r}", "give it a title and a failure sentence"
    for name, entry in words.items():
        if name not in names:
            yield path, f"words for {name!r}, which is no test", "use the test's own name, or remove them"
        if len(entry.failure) > FAILURE_CHARACTERS:
            yield path, f"the failure sentence of {name!r} is over {FAILURE_CHARACTERS} characters", "shorten it"
    source = catalogue_path(SOURCE_LANGUAGE)
    both = present(exercise.folder, path) and present(exercise.folder, source)
    if language != SOURCE_LANGUAGE and both and is_stale(exercise.folder, source, path):
        yield path, *_stale(source)


def _titles(exercise: Exercise, language: Language) -> Iterator[Problem]:
    hint = f"add it under custom.outset.translations.{language}"
    if language not in exercise.titles:
        yield EXERCISE_CONFIG, f"no title in {language}", hint
    elif not exercise.blurbs.get(language):
        yield EXERCISE_CONFIG, f"no blurb in {language}", hint
    if exercise.concept and language not in exercise.concept_titles:
        problem = f"its concept {exercise.concept} has no name in {language}"
        yield EXERCISE_CONFIG, problem, f"{hint} of the track's config.json"


def _hints(track: Track, exercise: Exercise) -> Iterator[Problem]:
    counts: dict[Language, int] = {}
    for language in track.languages:
        path = translated_path(".docs/hints.md", language)
        if present(exercise.folder, path):
            counts[language] = len(parse_hints(read_text(exercise.folder, path)))
            if not counts[language]:
                yield path, "no hint", "write each as a list item"
    if len(set(counts.values())) > 1:
        yield ".docs/hints.md", f"not as many hints in each language: {counts}", "translate them one by one"

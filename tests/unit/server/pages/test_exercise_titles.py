"""What pages call an exercise's tests, and the options of its question: by their titles, in the page's language."""

import shutil
from pathlib import Path

import pytest

from classroom_server.site.settings import TRACKS_FOLDER
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import load_words
from classroom_server.web.text.check_words import check_titles
from kiosk_agent.curriculum.kinds.task import Check
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from tests.support.checkout import FIXTURES

KINDS = FIXTURES / "kinds"
OURS = ("javascript", "heavy-boxes")
CHOICE, READING = ("javascript", "how-often"), ("javascript", "error-message")


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """Give a copy of the track that has an exercise of each kind."""
    return Path(shutil.copytree(KINDS, tmp_path / "tracks"))


def exercise_in(tracks: Path, slug: str) -> Path:
    return tracks / "javascript/exercises/concept" / slug


def title(tracks: Path, exercise: tuple[str, str], name: str, language: Language = "ro") -> str:
    return ExerciseTitles(tracks).test_title(*exercise, name, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "A box of exactly 25 is not above 25"),
        ("ro", "O cutie de exact 25 nu trece de 25"),
    ],
)
def test_a_test_is_called_by_its_title_in_the_language_of_the_page(language: Language, said: str) -> None:
    assert title(TRACKS_FOLDER, OURS, "a box at the limit", language) == said


def test_every_test_of_our_own_tracks_has_a_title_of_its_own_in_each_language() -> None:
    titles = ExerciseTitles(TRACKS_FOLDER)
    said = {titles.test_title(*OURS, "no boxes", language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)


def test_english_stands_in_for_a_title_that_is_not_translated(kinds: Path) -> None:
    till = exercise_in(kinds, "canteen-till")
    english = title(kinds, ("javascript", "canteen-till"), "one price", "en")
    (till / ".meta/catalogue/ro.toml").unlink()
    assert title(kinds, ("javascript", "canteen-till"), "one price") == english != "one price"


def test_english_stands_in_for_one_title_that_a_translation_lacks(kinds: Path) -> None:
    catalogue = exercise_in(kinds, "canteen-till") / ".meta/catalogue/ro.toml"
    catalogue.write_text('["several prices"]\ntitle = "Mai multe"\nfailure = "Adună."\n', encoding="utf-8")
    titles = ExerciseTitles(kinds)
    till = ("javascript", "canteen-till")
    assert titles.test_title(*till, "several prices", "ro") == "Mai multe"
    assert titles.test_title(*till, "one price", "ro") == titles.test_title(*till, "one price", "en")


def test_a_translation_that_was_spoilt_while_the_server_runs_stops_no_page(kinds: Path) -> None:
    titles = ExerciseTitles(kinds)
    till = exercise_in(kinds, "canteen-till") / ".meta/catalogue"
    (till / "ro.toml").write_text("[oh", encoding="utf-8")
    said = titles.test_title("javascript", "canteen-till", "one price", "ro")
    assert said == titles.test_title("javascript", "canteen-till", "one price", "en") != "one price"
    (till / "en.toml").write_text("[oh", encoding="utf-8")
    assert titles.test_title("javascript", "canteen-till", "one price", "es") == "one price"


def test_a_track_without_titles_and_an_exercise_that_nobody_knows_keep_the_names() -> None:
    imported = FIXTURES / "sample_tracks"
    assert ExerciseTitles(imported).has("python", "basket")
    assert title(imported, ("python", "basket"), "test_one_zone") == "test_one_zone"
    assert title(TRACKS_FOLDER, ("javascript", "gone-since"), "a box at the limit") == "a box at the limit"
    assert title(TRACKS_FOLDER, ("cobol", "heavy-boxes"), "a box at the limit") == "a box at the limit"


@pytest.mark.parametrize("name", ["<b>made up</b>", "a box at the limit ", "", "A box at the limit", "output"])
def test_a_name_that_is_none_of_the_exercises_own_stays_as_it_is(name: str) -> None:
    assert title(TRACKS_FOLDER, OURS, name) == name


def test_an_option_is_called_by_its_text() -> None:
    assert title(KINDS, CHOICE, "once") == "O dată"
    assert title(KINDS, READING, "in-the-tests") == "În teste"
    assert title(KINDS, READING, "in-the-tests", "en") == "In the tests"


def test_a_check_that_its_author_named_is_called_by_its_title() -> None:
    assert title(KINDS, ("javascript", "lift-in-pairs"), "push") == "Ce pune o greutate în listă"
    assert title(KINDS, ("javascript", "lift-in-pairs"), "each.in") == "Cuvântul dintre nume și listă"
    assert title(KINDS, ("javascript", "free-places"), "last") == "Doar ultimul număr"


@pytest.mark.parametrize("check", list(Check))
def test_a_check_without_an_author_has_words_in_every_language(check: Check) -> None:
    said = {ExerciseTitles(KINDS).test_title(*CHOICE, check, language) for language in LANGUAGES}
    assert check not in said
    assert len(said) == len(LANGUAGES)
    assert check_titles(load_words(SOURCE_LANGUAGE))[check] in said


def test_an_answer_that_names_options_is_read_by_their_texts() -> None:
    romanian, english = (ExerciseTitles(KINDS).words_of(*CHOICE, language) for language in ("ro", "en"))
    assert romanian.answer_text("once\n  twice\r\nOnce\n") == "O dată\nDe două ori\nOnce\n"
    assert english.answer_text("once") == "Once"


@pytest.mark.parametrize("exercise", [("javascript", "lift-in-pairs"), ("javascript", "gone-since"), (None, None)])
def test_any_other_work_is_read_as_it_was_written(exercise: tuple[str, str]) -> None:
    text = "push\r\nonce\n\tlet a = 1;"
    assert ExerciseTitles(KINDS).words_of(*exercise, "ro").answer_text(text) == text

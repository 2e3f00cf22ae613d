"""Messages are explained in the learner's language, and the original is one key away, at 80x24 too."""

from pathlib import Path

import pytest

from kiosk_agent.protocol.results import Judgement, Limit, Reason, ReportedTest, Results, Verdict
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import broken, judgement
from tests.support.tutor.tutor_parts import Play, play

MATCHER = "expect(received).toBe(expected) // Object.is equality"
CRASH = "TypeError: Cannot read properties of undefined (reading 'length')"


def crashed(*names: str) -> Judgement:
    tests = tuple(
        ReportedTest(name=name, status="error", message=CRASH, file="stock-count.js", line=3) for name in names
    )
    return judgement(Verdict.RUNTIME_ERROR, results=Results(status="fail", tests=tests), output="")


def test_a_program_that_cannot_be_read_shows_where_what_and_what_to_try(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(2, "SyntaxError: Unexpected token ';'")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("✗ JavaScript cannot read the program yet.")
        await scene.sees("stock-count.js, line 2")
        await scene.sees("There is a ; in the middle of something that is not finished.")
        await scene.sees("→ Is a bracket before it not closed")
        assert "SyntaxError" not in scene.shown()

    play(script, tmp_path)


def test_the_line_that_a_result_names_is_underlined_until_the_text_changes(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(1, "SyntaxError: Unexpected token ';'")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("stock-count.js, line 1")
        editor = scene.app.screen.query_one(Editor)

        def marked() -> list[int]:
            return [row for row in range(editor.document.line_count) if editor.get_line(row).spans]

        assert marked() == [0]
        await scene.press("x")
        await scene.until(lambda: marked() == [])

    play(script, tmp_path)


def test_the_original_message_is_one_key_away_from_writing_and_one_key_back(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(2, "SyntaxError: Unexpected token ';'")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Ctrl+O original message")
        await scene.press("ctrl+o")
        await scene.sees("stock-count.js, line 2: SyntaxError: Unexpected token ';'")
        await scene.sees("Ctrl+O in plain words")
        assert scene.app.screen.query_one(Editor).has_focus
        assert "There is a ;" not in scene.shown()
        await scene.press("f9")
        await scene.sees("Ctrl+O en palabras sencillas")
        await scene.sees("SyntaxError: Unexpected token ';'")
        await scene.press("ctrl+o")
        await scene.sees("Hay un ; en medio de algo que no está terminado.")
        await scene.sees("stock-count.js, línea 2")

    play(script, tmp_path)


def test_a_new_run_is_shown_in_plain_words_again(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(2, "SyntaxError: Unexpected token ';'")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Ctrl+O original message")
        await scene.press("ctrl+o")
        await scene.sees("word for word")
        await scene.press("ctrl+r")
        await scene.sees("There is a ; in the middle")

    play(script, tmp_path)


def test_what_stops_several_tests_is_explained_once_and_each_original_is_kept(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = crashed("adds none", "adds two numbers")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("✗ adds two numbers")
        assert scene.shown().count("of a value that is not there") == 1
        assert scene.shown().count("stock-count.js, line 3") == 1
        await scene.press("ctrl+o")
        await scene.until(lambda: scene.shown().count("TypeError: Cannot read properties of undefined") == 2)

    play(script, tmp_path, (120, 36))


def test_a_failing_test_shows_both_values_and_what_they_mean_and_its_own_words_by_key(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        message = f"{MATCHER}\n\nExpected: 7\nReceived: undefined"
        results = Results(status="fail", tests=(ReportedTest(name="adds none", status="fail", message=message),))
        scene.runner.judgement = judgement(results=results, output="")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("your program: undefined")
        await scene.sees("no value came out of it")
        assert MATCHER not in scene.shown()
        await scene.press("ctrl+o")
        await scene.sees(MATCHER)
        await scene.sees("Received: undefined")

    play(script, tmp_path)


def test_a_message_that_no_table_knows_is_shown_as_it_is(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = broken(2, "SyntaxError: never heard of this")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("stock-count.js, line 2: SyntaxError: never heard of this")
        await scene.sees("Look at the line that the message names")
        assert "Ctrl+O" not in scene.shown()
        await scene.press("ctrl+o")
        await scene.sees("never heard of this")

    play(script, tmp_path)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit.PROCESSES, "tried to start more programs"),
        (Limit.DISK, "write more to files"),
        (Limit.FILES, "make more files"),
        (Limit.OPEN_FILES, "more files open"),
    ],
)
def test_a_limit_that_stopped_the_program_is_said(tmp_path: Path, limit: Limit, words: str) -> None:
    async def script(scene: Play) -> None:
        stopped = broken(3, "Error: EAGAIN", Verdict.RUNTIME_ERROR)
        scene.runner.judgement = stopped.model_copy(update={"limits_reached": (limit,)})
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees(words)
        assert "throw" not in scene.shown()

    play(script, tmp_path)


def test_markup_in_a_name_that_an_error_repeats_is_only_text(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        name = "[@click=app.quit]`$lead`\x1b[31m"
        scene.runner.judgement = broken(1, f"ReferenceError: {name} is not defined")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("The program uses the name [@click=app.quit]`$lead`, but nothing")
        assert "\x1b" not in scene.shown()

    play(script, tmp_path, (120, 36))


def test_what_the_judge_says_is_said_in_the_learner_s_language(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        results = Results(status="error")
        ended = judgement(Verdict.RUNTIME_ERROR, reason=Reason.ENDED_EARLY, results=results, output="")
        scene.runner.judgement = ended
        await scene.open_first()
        await scene.press("ctrl+r", "f9")
        await scene.sees("El programa terminó antes que sus pruebas.")
        assert "Ctrl+O" not in scene.shown()

    play(script, tmp_path)

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed, ProgramMissing
from tests.support.waiting import LIMIT_SECONDS, eventually


def test_what_a_program_says_is_returned() -> None:
    assert process.run(["echo", "[bold]"], timeout_seconds=LIMIT_SECONDS) == "[bold]\n"


def test_a_missing_program_names_the_next_step() -> None:
    with pytest.raises(ProgramMissing, match="next: install it"):
        process.run(["no-such-program-anywhere"], timeout_seconds=LIMIT_SECONDS, hint="install it")


def test_a_failed_program_brings_its_last_words_and_its_code() -> None:
    with pytest.raises(ProgramFailed, match="went wrong") as caught:
        process.run(["sh", "-c", "echo it went wrong >&2; exit 3"], timeout_seconds=LIMIT_SECONDS)
    assert caught.value.exit_code == 3


def test_an_accepted_code_is_no_failure() -> None:
    assert process.run(["sh", "-c", "exit 3"], timeout_seconds=LIMIT_SECONDS, accept=(0, 3)) == ""


def test_a_program_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    held = tmp_path / "held"
    with pytest.raises(ProgramFailed, match="did not end within"):
        process.run(["sh", "-c", f"sleep 300 3>{held} & wait"], timeout_seconds=1)
    assert held.exists(), "there was a grandchild"
    eventually(lambda: not is_open(held), "the grandchild is gone")


def is_open(path: Path) -> bool:
    """Tell whether any program holds the file open."""
    for link in Path("/proc").glob("[0-9]*/fd/3"):
        with contextlib.suppress(OSError):
            if link.readlink() == path:
                return True
    return False


def test_our_secrets_do_not_reach_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "hunter2")
    said = process.run(["env"], timeout_seconds=LIMIT_SECONDS, extra_environment={"SAID": "yes"})
    assert "hunter2" not in said
    assert "SAID=yes" in said


def test_stdin_is_closed_unless_given() -> None:
    assert process.run(["cat"], timeout_seconds=LIMIT_SECONDS) == ""
    assert process.run(["cat"], timeout_seconds=LIMIT_SECONDS, stdin_bytes=b"given") == "given"


def test_a_log_takes_both_streams_and_a_failure_quotes_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(ProgramFailed, match="to stderr"):
        process.run(["sh", "-c", "echo to stdout; echo to stderr >&2; exit 1"], timeout_seconds=LIMIT_SECONDS, log=log)
    assert log.read_text() == "to stdout\nto stderr\n"


def test_a_started_program_gets_only_the_environment_it_is_given() -> None:
    argv = [sys.executable, "-c", "import os; print(sorted(os.environ))"]
    child = process.start(argv, only_environment={"ONE": "1", "LC_CTYPE": "C.UTF-8"}, stdout=subprocess.PIPE)
    said, _ = child.communicate(timeout=LIMIT_SECONDS)
    assert said.decode().strip() == "['LC_CTYPE', 'ONE']"

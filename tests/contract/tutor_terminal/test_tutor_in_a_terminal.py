"""The whole program in a pty, with the real clients on real sockets, as it is started on a kiosk."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from kiosk_agent.protocol.events import AttemptMade, DraftSaved, HandLowered, HandRaised
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.results import Verdict
from tests.bench.kiosk.stand_ins import STUB, TutorKiosk
from tests.support.checkout import ROOT
from tests.support.tutor.terminals import end_terminal
from tests.support.waiting import LIMIT_SECONDS, eventually
from tests.support.work import text_of


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[TutorKiosk]:
    with TutorKiosk(tmp_path) as kiosk:
        yield kiosk


def start(kiosk: TutorKiosk, *options: str) -> "pexpect.spawn[str]":
    return pexpect.spawn(
        sys.executable,
        ["-m", "kiosk_agent", "tutor", "--settings", str(kiosk.settings), *options],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        dimensions=(24, 80),
        timeout=LIMIT_SECONDS,
        encoding="utf-8",
    )


def writing(kiosk: TutorKiosk) -> "pexpect.spawn[str]":
    """Return a tutor whose learner is signed in and writes in the first exercise."""
    tutor = start(kiosk)
    tutor.expect("Your PIN")
    tutor.delaybeforesend = None
    tutor.send("1042\r123456\r")
    tutor.expect("Carry on")
    tutor.send("\r")
    tutor.expect("Edit|Write")
    tutor.send("\x1b[17~")  # F6
    tutor.expect("stock-count.js")
    return tutor


def test_a_learner_signs_in_writes_runs_and_leaves(kiosk: TutorKiosk) -> None:
    tutor = writing(kiosk)
    tutor.send("// 1")
    tutor.expect("saved")
    tutor.send("\x12")  # Ctrl+R
    tutor.expect("Not yet.")
    tutor.send("+")
    tutor.send("\x12")
    tutor.expect("Solved.")
    tutor.send("\x1b[21~")  # F10
    tutor.expect("Sign out")
    tutor.send("\r")
    tutor.expect("Your PIN")
    end_terminal(tutor)
    attempts = [event for event in kiosk.recorded if isinstance(event, AttemptMade)]
    assert [attempt.judgement.verdict for attempt in attempts] == [Verdict.WRONG_ANSWER, Verdict.ACCEPTED]
    drafts = [text_of(event.files) for event in kiosk.recorded if isinstance(event, DraftSaved)]
    assert drafts[-1] == "// 1+" + STUB
    assert text_of(kiosk.judged[0].files) == "// 1" + STUB


def test_a_hand_raised_in_the_middle_of_typing_loses_no_letter(kiosk: TutorKiosk) -> None:
    tutor = writing(kiosk)
    # F3 and Enter, and F3 again, in one burst with what is typed around them.
    tutor.send("// lo\x1bORwhy?\rop\x1bORs ")
    tutor.expect("saved")
    eventually(lambda: any(isinstance(event, HandLowered) for event in kiosk.recorded), "the hand is down")
    eventually(lambda: texts(kiosk)[-1:] == ["// loops " + STUB], "the text is saved")
    end_terminal(tutor)
    assert [event.line for event in kiosk.recorded if isinstance(event, HandRaised)] == ["why?"]


def texts(kiosk: TutorKiosk) -> list[str]:
    return [text_of(event.files) for event in kiosk.recorded if isinstance(event, DraftSaved)]


def test_a_kiosk_that_locks_and_opens_moves_the_screen_by_itself(kiosk: TutorKiosk) -> None:
    tutor = start(kiosk, "--language", "es")
    tutor.expect("Tu PIN")
    kiosk.tell(Condition.LOCKED)
    tutor.expect("bloqueado")
    kiosk.tell(Condition.OPEN)
    tutor.expect("Tu PIN")
    end_terminal(tutor)


def test_no_key_ends_it_and_none_stops_it(kiosk: TutorKiosk) -> None:
    tutor = start(kiosk)
    tutor.expect("Your PIN")
    # Ctrl+C, Ctrl+Q, Ctrl+Z, Ctrl+\, Ctrl+D, Ctrl+P
    tutor.send("\x03\x11\x1a\x1c\x04\x10")
    tutor.send("77")
    tutor.expect("77")
    assert tutor.isalive()
    end_terminal(tutor)


def test_a_trainer_s_terminal_can_be_left(kiosk: TutorKiosk) -> None:
    tutor = start(kiosk, "--quit-key")
    tutor.expect("Your PIN")
    tutor.send("\x11")
    tutor.expect(pexpect.EOF)
    tutor.wait()
    assert tutor.exitstatus == 0


def test_settings_that_are_missing_are_said_with_the_next_step(tmp_path: Path) -> None:
    tutor = pexpect.spawn(
        sys.executable,
        ["-m", "kiosk_agent", "tutor", "--settings", str(tmp_path / "none.toml")],
        cwd=ROOT,
        timeout=LIMIT_SECONDS,
        encoding="utf-8",
    )
    tutor.expect("cannot read .*none.toml")
    tutor.expect("next: name the file with --settings")
    tutor.expect(pexpect.EOF)
    tutor.wait()
    assert tutor.exitstatus == 2

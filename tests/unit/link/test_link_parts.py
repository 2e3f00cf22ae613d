from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from kiosk_agent.errors import SettingsInvalid, StorageFull
from kiosk_agent.files import UNFINISHED
from kiosk_agent.link.server.backoff import FIRST_SECONDS, LONGEST_SECONDS, Backoff
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.state import memory
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.memory import DraftMemory, Memory
from kiosk_agent.link.state.signed_in import DRAFTS_BYTES, SignedInLearner, fitting, newest
from kiosk_agent.link.tutor.allowance import Allowance
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.limits import DRAFT_SERVER_SECONDS, LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import AgentReply, DraftsFound
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft
from tests.support.work import text_of, work_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def kept(exercise: str, source: str, minutes: int = 0) -> KeptDraft:
    return KeptDraft(track="t", exercise=exercise, files=work_of(source), saved_at=NOW + timedelta(minutes=minutes))


def signed_in() -> SignedInLearner:
    sign_in = CurrentSignIn(sign_in_id="s", learner_id="l", display_name="A. Learner", must_change_pin=False)
    return SignedInLearner(session_id="s", tutor_id="t", sign_in=sign_in)


def test_the_newest_draft_of_an_exercise_wins_wherever_it_comes_from() -> None:
    server, kiosk = (kept("a", "server", 1), kept("b", "server", 1)), (kept("a", "old", 0), kept("b", "kiosk", 2))
    assert {draft.exercise: text_of(draft.files) for draft in newest(server, kiosk)} == {"a": "server", "b": "kiosk"}


def test_drafts_always_fit_into_a_message_and_the_last_exercise_is_among_them() -> None:
    many = tuple(kept(f"e{index}", "\x01" * 60_000, index) for index in range(10))
    fitted = fitting(many, last_exercise="t/e0")
    reply = AgentReply(request_id=2**63, body=DraftsFound(drafts=fitted))
    assert DRAFTS_BYTES // 2 < len(reply.model_dump_json()) < LOCAL_MESSAGE_BYTES
    assert fitted[0].exercise == "e0"


def test_what_is_known_of_a_learner_follows_what_is_recorded() -> None:
    opened = signed_in().after(ExerciseOpened(track="t", exercise="b"))
    assert opened.sign_in.last_exercise == "t/b"


def test_memory_is_of_one_boot_only(tmp_path: Path) -> None:
    one, two = Boot(id="one"), Boot(id="two")
    Memory(boot_id="one", signed_in=signed_in()).store(tmp_path)
    assert Memory.load(tmp_path, one).signed_in
    assert Memory.load(tmp_path, two) == Memory(boot_id="two")
    (tmp_path / Memory.FILE).write_bytes(b'{"boot_id": "one", "signed_in": 5')
    assert Memory.load(tmp_path, one) == Memory(boot_id="one")


def test_a_memory_that_cannot_be_written_holds_nobody_who_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise StorageFull("cannot write", hint="free space")

    Memory(boot_id="one", signed_in=signed_in()).store(tmp_path)
    monkeypatch.setattr(memory, "write_in_memory", full)
    Memory(boot_id="one", signed_in=None).store(tmp_path)
    assert Memory.load(tmp_path, Boot(id="one")) == Memory(boot_id="one")


def test_drafts_are_remembered_apart_from_the_state_that_is_written_at_every_change(tmp_path: Path) -> None:
    DraftMemory(boot_id="one", sign_in_id="s", drafts=(kept("a", "let secret"),)).store(tmp_path)
    Memory(boot_id="one", signed_in=signed_in()).store(tmp_path)
    assert b"secret" not in (tmp_path / Memory.FILE).read_bytes()
    assert DraftMemory.load(tmp_path, Boot(id="one")).drafts == (kept("a", "let secret"),)
    assert DraftMemory.load(tmp_path, Boot(id="two")).drafts == ()


def test_what_a_killed_agent_was_writing_of_a_learner_is_not_left_behind(tmp_path: Path) -> None:
    (tmp_path / f"{DraftMemory.FILE}.0a0a0a0a{UNFINISHED}").write_bytes(b"let secret")
    assert DraftMemory.load(tmp_path, Boot(id="one")).drafts == ()
    assert list(tmp_path.iterdir()) == []


def test_waits_grow_to_a_limit_and_are_never_in_step() -> None:
    backoff = Backoff()
    waits = [backoff.next_seconds() for _ in range(50)]
    assert FIRST_SECONDS / 2 <= waits[0] <= FIRST_SECONDS
    assert LONGEST_SECONDS / 2 <= waits[-1] <= LONGEST_SECONDS
    # However long a server was away, what was typed meanwhile is there in the promised time once it is back.
    assert LONGEST_SECONDS < DRAFT_SERVER_SECONDS
    assert len(set(waits)) == len(waits)
    backoff.reset()
    assert backoff.next_seconds() <= FIRST_SECONDS


def test_an_allowance_is_used_up_and_fills_again() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0], burst=2, a_second=4)
    assert [allowance.take() for _ in range(3)] == [0, 0, 0.25]
    now[0] = 0.25
    assert allowance.take() == 0
    now[0] = 100
    assert [allowance.take() for _ in range(3)] == [0, 0, 0.25]


def test_an_authority_that_cannot_be_read_is_a_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"ca\.pem"):
        pinned_context(tmp_path / "ca.pem")
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(SettingsInvalid):
        pinned_context(tmp_path / "ca.pem")

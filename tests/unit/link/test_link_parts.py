from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.link.server.backoff import FIRST_SECONDS, LONGEST_SECONDS, Backoff
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.memory import MEMORY_FILE, Memory
from kiosk_agent.link.state.signed_in import DRAFTS_BYTES, SignedInLearner, fitting, newest
from kiosk_agent.link.tutor.allowance import Allowance
from kiosk_agent.protocol.events import DraftSaved, ExerciseOpened
from kiosk_agent.protocol.sessions import KeptDraft, SignInReply

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def kept(exercise: str, source: str, minutes: int = 0) -> KeptDraft:
    return KeptDraft(track="t", exercise=exercise, source=source, saved_at=NOW + timedelta(minutes=minutes))


def sign_in(*drafts: KeptDraft, last_exercise: str | None = None) -> SignInReply:
    return SignInReply(
        sign_in_id="s",
        learner_id="l",
        display_name="A. Learner",
        must_change_pin=False,
        drafts=drafts,
        last_exercise=last_exercise,
    )


def test_the_newest_draft_of_an_exercise_wins_wherever_it_comes_from() -> None:
    server, kiosk = (kept("a", "server", 1), kept("b", "server", 1)), (kept("a", "old", 0), kept("b", "kiosk", 2))
    assert {draft.exercise: draft.source for draft in newest(server, kiosk)} == {"a": "server", "b": "kiosk"}


def test_drafts_always_fit_into_a_message_and_the_last_exercise_is_among_them() -> None:
    many = [kept(f"e{index}", "\x01" * 60_000, index) for index in range(10)]
    fitted = fitting(sign_in(*many, last_exercise="t/e0"))
    assert len(fitted.model_dump_json()) < DRAFTS_BYTES * 1.1
    assert fitted.drafts[0].exercise == "e0"


def test_a_sitting_follows_what_is_recorded() -> None:
    signed_in = SignedInLearner(session_id="s", sign_in=sign_in(kept("a", "old")))
    signed_in = signed_in.after(DraftSaved(track="t", exercise="a", source="new"), NOW + timedelta(minutes=1))
    signed_in = signed_in.after(ExerciseOpened(track="t", exercise="b"), NOW)
    assert [draft.source for draft in signed_in.sign_in.drafts] == ["new"]
    assert signed_in.sign_in.last_exercise == "t/b"


def test_memory_is_of_one_boot_only(tmp_path: Path) -> None:
    one, two = Boot(id="one"), Boot(id="two")
    Memory(boot_id="one", signed_in=SignedInLearner(session_id="s", sign_in=sign_in())).store(tmp_path)
    assert Memory.load(tmp_path, one).signed_in
    assert Memory.load(tmp_path, two) == Memory(boot_id="two")
    (tmp_path / MEMORY_FILE).write_bytes(b'{"boot_id": "one", "signed_in": 5')
    assert Memory.load(tmp_path, one) == Memory(boot_id="one")


def test_waits_grow_to_a_limit_and_are_never_in_step() -> None:
    backoff = Backoff()
    waits = [backoff.next_seconds() for _ in range(50)]
    assert FIRST_SECONDS / 2 <= waits[0] <= FIRST_SECONDS
    assert LONGEST_SECONDS / 2 <= waits[-1] <= LONGEST_SECONDS
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

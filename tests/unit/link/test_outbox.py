import json
import resource
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.outbox import outbox_file
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.protocol.events import EventBatch
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH, REQUEST_BYTES, SOURCE_BYTES
from tests.support.link.outbox_parts import NOW, draft, now, opened, said
from tests.support.work import text_of


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    made = Outbox(tmp_path, now)
    yield made
    made.close()


def test_events_leave_in_their_order_and_stay_until_acknowledged(outbox: Outbox) -> None:
    for name in ("a", "b", "c"):
        outbox.append(opened(name), sign_in_id="s")
    first = outbox.batch()
    assert [event.sequence for event in first] == sorted(event.sequence for event in first)
    assert said(outbox) == ["a", "b", "c"]
    outbox.acknowledge([first[0].event_id, first[2].event_id, str(uuid.uuid4())])
    assert said(outbox) == ["b"]
    assert outbox.waiting() == 1


def test_the_same_event_again_is_kept_once(outbox: Outbox) -> None:
    event_id = str(uuid.uuid4())
    outbox.append(opened("a"), event_id=event_id)
    outbox.append(opened("a"), event_id=event_id)
    assert said(outbox) == ["a"]


def test_a_draft_replaces_the_one_just_before_it_until_that_is_sent(outbox: Outbox) -> None:
    for source in ("l", "le", "let"):
        outbox.append(draft(source), sign_in_id="s")
    assert said(outbox) == ["let"]  # and is on its way now
    outbox.append(draft("let a"), sign_in_id="s")
    outbox.append(draft("let a = 1"), sign_in_id="s")
    assert said(outbox) == ["let", "let a = 1"]


def test_drafts_of_others_and_of_other_exercises_are_all_kept(outbox: Outbox) -> None:
    outbox.append(draft("1", "a"), sign_in_id="s")
    outbox.append(draft("2", "b"), sign_in_id="s")
    outbox.append(draft("3", "a"), sign_in_id="s")
    outbox.append(draft("4", "a"), sign_in_id="t")
    assert said(outbox) == ["1", "2", "3", "4"]


def test_what_a_learner_left_unsent_is_found_again(outbox: Outbox) -> None:
    outbox.append(draft("mine"), sign_in_id="s", learner_id="l")
    outbox.append(draft("not mine"), sign_in_id="t", learner_id="m")
    assert [(text_of(kept.files), kept.saved_at) for kept in outbox.drafts("l")] == [("mine", NOW)]


def test_numbers_only_grow_whatever_becomes_of_the_file(tmp_path: Path) -> None:
    numbers = []
    for minute in range(4):
        outbox = Outbox(tmp_path, lambda minute=minute: NOW + timedelta(minutes=minute))  # type: ignore[misc]
        outbox.append(opened("a"))
        events = outbox.batch()
        numbers.append(events[-1].sequence)
        outbox.acknowledge(event.event_id for event in events)
        outbox.close()
        if minute == 1:
            for part in tmp_path.iterdir():
                part.unlink()
    assert numbers == sorted(set(numbers))


def test_a_batch_keeps_to_both_limits(outbox: Outbox) -> None:
    # Each character that JSON has to escape becomes six.
    for index in range(EVENTS_IN_BATCH + 5):
        outbox.append(draft("\x01" * SOURCE_BYTES, f"e{index}"))
    sent = 0
    while events := outbox.batch():
        assert len(events) <= EVENTS_IN_BATCH
        assert len(EventBatch(events=events).model_dump_json()) <= REQUEST_BYTES
        sent += len(events)
        outbox.acknowledge(event.event_id for event in events)
    assert sent == EVENTS_IN_BATCH + 5


def test_an_event_passed_over_waits_for_the_next_agent(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    outbox.append(opened("odd"), sign_in_id="s")
    outbox.append(opened("even"), sign_in_id="t")
    outbox.pass_over(outbox.batch()[0].event_id, "s")
    assert said(outbox) == ["even"]
    assert (outbox.waiting(), outbox.held_sign_ins) == (1, frozenset({"s"}))
    outbox.close()
    assert said(Outbox(tmp_path, now)) == ["odd", "even"]


def test_a_full_outbox_says_so_keeps_all_it_took_and_takes_more_once_emptied(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now, limit_bytes=400_000)

    def fill() -> None:
        for index in range(1000):
            outbox.append(draft("x" * 20_000, f"e{index}"))
            kept.append(index)

    kept: list[int] = []
    with pytest.raises(StorageFull, match="next:"):
        fill()
    assert 10 < len(kept) == outbox.waiting()
    outbox.acknowledge(event.event_id for event in outbox.batch())
    outbox.append(opened("again"))
    assert said(outbox) == ["again"]


def test_the_last_of_the_disk_is_left_for_deleting(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    outbox.append(opened("a"))
    outbox.close()
    crowded = Outbox(tmp_path, now, reserve_bytes=shutil.disk_usage(tmp_path).total)
    with pytest.raises(StorageFull, match="nearly full"):
        crowded.append(opened("b"))
    crowded.acknowledge(event.event_id for event in crowded.batch())
    assert crowded.waiting() == 0


@contextmanager
def no_file_over(limit_bytes: int) -> Iterator[None]:
    """Let the kernel refuse every write beyond, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 100, 5_000, 9_000])
def test_a_disk_that_takes_no_more_loses_nothing_that_was_saved(tmp_path: Path, room: int) -> None:
    outbox = Outbox(tmp_path, now)
    outbox.append(opened("saved"))
    log = (tmp_path / f"{outbox_file.OUTBOX_FILE}-wal").stat().st_size
    with no_file_over(log + room), pytest.raises(StorageFull):
        outbox.append(draft("x" * 50_000))
    assert said(outbox) == ["saved"]
    outbox.append(opened("room again"))
    outbox.close()
    assert said(Outbox(tmp_path, now)) == ["saved", "room again"]


def test_what_a_full_disk_would_not_let_go_of_goes_later_and_holds_nobody_up(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    for index in range(60):
        outbox.append(opened(f"e{index}"))
    with no_file_over(0):
        outbox.acknowledge(event.event_id for event in outbox.batch())
        assert said(outbox) == [f"e{index}" for index in range(50, 60)]
        assert outbox.waiting() == 10
    assert outbox.batch()
    outbox.close()
    assert Outbox(tmp_path, now).waiting() == 10


def test_a_damaged_file_is_set_aside_and_the_trainer_is_told(tmp_path: Path) -> None:
    for times in range(1, 5):
        (tmp_path / outbox_file.OUTBOX_FILE).write_bytes(b"no database at all" * 1000)
        outbox = Outbox(tmp_path, now)
        outbox.append(opened("a"))
        assert said(outbox)[-2:] == ["jail_fault", "a"]
        outbox.close()
        # They do not pile up.
        assert len(list(tmp_path.glob("*.damaged-*"))) == min(times, outbox_file.DAMAGED_FOLDERS_KEPT)


def test_what_can_be_read_of_a_damaged_outbox_is_carried_over(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    for index in range(40):
        outbox.append(draft("x" * 5_000, f"e{index}"))
    outbox.close()
    path = tmp_path / outbox_file.OUTBOX_FILE
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(content)
    outbox = Outbox(tmp_path, now)
    events = outbox.batch()
    assert [event.body.kind for event in events] == ["draft"] * (len(events) - 1) + ["jail_fault"]
    assert 10 < len(events) < 41
    assert f"{len(events) - 1} events" in getattr(events[-1].body, "message", "")


def test_damage_found_while_working_loses_no_new_event(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    for index in range(40):
        outbox.append(draft("x" * 5_000, f"e{index}"))
    outbox._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    outbox._connection.execute("PRAGMA cache_size = 0")
    with (tmp_path / outbox_file.OUTBOX_FILE).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    outbox.append(opened("still kept"))
    assert "still kept" in said(outbox)
    assert outbox.waiting() >= 2


def test_what_is_said_to_be_saved_was_fsynced(outbox: Outbox) -> None:
    asked = {
        name: outbox._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert asked == {"journal_mode": "wal", "synchronous": 2}


def test_a_second_process_cannot_open_the_outbox(outbox: Outbox, tmp_path: Path) -> None:
    outbox.append(opened("a"))
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(tmp_path / outbox_file.OUTBOX_FILE, timeout=0).execute("SELECT * FROM events")


def test_a_draft_of_an_earlier_version_stays_on_the_disk_and_is_in_nobodys_way(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, now)
    outbox.append(draft("old"), event_id="e" * 36, sign_in_id="s", learner_id="l")
    outbox.append(draft("new", "values"), sign_in_id="s", learner_id="l")
    outbox.close()
    old = json.dumps({"kind": "draft", "track": "javascript", "exercise": "two-values", "source": "old"})
    with closing(sqlite3.connect(tmp_path / outbox_file.OUTBOX_FILE)) as connection, connection:
        connection.execute("UPDATE events SET body = ? WHERE event_id = ?", (old, "e" * 36))
    outbox = Outbox(tmp_path, now)
    assert [text_of(kept.files) for kept in outbox.drafts("l")] == ["new"]
    assert said(outbox) == ["new"]
    assert (outbox.waiting(), outbox.held_sign_ins) == (1, frozenset({"s"}))
    outbox.close()


@pytest.mark.parametrize(("events", "source"), [(EVENTS_IN_BATCH + 10, "old"), (140, "x" * SOURCE_BYTES)])
def test_many_events_of_an_earlier_version_hold_up_nothing(tmp_path: Path, events: int, source: str) -> None:
    outbox = Outbox(tmp_path, now)
    for index in range(events):
        outbox.append(draft(source, f"e{index}"))
    outbox.append(opened("new"))
    outbox.close()
    with closing(sqlite3.connect(tmp_path / outbox_file.OUTBOX_FILE)) as connection, connection:
        connection.execute("""UPDATE events SET body = replace(body, '"files"', '"source"')""")
    outbox = Outbox(tmp_path, now)
    assert said(outbox) == ["new"]
    assert outbox.waiting() == 1
    outbox.close()

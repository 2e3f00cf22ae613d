"""Random mishaps: whatever is said to be saved reaches the server, once, in order."""

import shutil
import tempfile
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk_agent.link.outbox import outbox_file
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.protocol.events import DraftSaved, Event, EventBody
from tests.support.link.outbox_parts import draft, now, opened, photograph, said

WAL = outbox_file.OUTBOX_FILE + "-wal"


class OutboxMachine(RuleBasedStateMachine):
    """Appends, deliveries, lost acknowledgements, restarts and crashes in any order."""

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.homes = 0
        self.home = self.place / "0"
        self.home.mkdir()
        self.outbox = Outbox(self.home, now)
        self.promised: list[tuple[str, EventBody]] = []
        self.applied: list[Event] = []

    @rule(exercise=st.sampled_from("ab"), source=st.text(max_size=3))
    def type_something(self, exercise: str, source: str) -> None:
        self._record(draft(source, exercise))

    @rule(exercise=st.sampled_from("ab"))
    def open_an_exercise(self, exercise: str) -> None:
        self._record(opened(exercise))

    @rule(which=st.integers(min_value=0))
    def ask_again_for_what_was_saved(self, which: int) -> None:
        if self.promised:
            event_id, body = self.promised[which % len(self.promised)]
            if not isinstance(body, DraftSaved):
                self.outbox.append(body, event_id=event_id, sign_in_id="s")

    def _record(self, body: EventBody) -> None:
        event_id = str(uuid.uuid4())
        self.outbox.append(body, event_id=event_id, sign_in_id="s")
        self.promised.append((event_id, body))

    @rule(at_most=st.integers(1, 4), heard=st.sampled_from(["all", "some", "none"]))
    def deliver(self, at_most: int, heard: str) -> None:
        events = self.outbox.batch(at_most)
        known = {event.event_id for event in self.applied}
        self.applied += [event for event in events if event.event_id not in known]
        acknowledged = {"all": events, "some": events[::2], "none": ()}[heard]
        self.outbox.acknowledge(event.event_id for event in acknowledged)

    @rule()
    def restart(self) -> None:
        self.outbox.close()
        self.outbox = Outbox(self.home, now)

    @rule()
    def crash(self) -> None:
        self.homes += 1
        self.home = photograph(self.home, self.place / str(self.homes))
        self.outbox.close()
        self.outbox = Outbox(self.home, now)

    @invariant()
    def nothing_is_applied_twice(self) -> None:
        names = [event.event_id for event in self.applied]
        assert len(names) == len(set(names))

    def teardown(self) -> None:
        while self.outbox.waiting():
            self.deliver(50, "all")
        self.nothing_is_applied_twice()
        applied = [event.event_id for event in self.applied]
        for index, (event_id, body) in enumerate(self.promised):
            after = self.promised[index + 1][1] if index + 1 < len(self.promised) else None
            # Only a draft with a newer one of the same exercise right behind it may be missing.
            drafts = [part.exercise for part in (body, after) if isinstance(part, DraftSaved)]
            assert event_id in applied or (len(drafts) == 2 and drafts[0] == drafts[1])
        order = [event_id for event_id, _ in self.promised if event_id in applied]
        assert applied == order
        self.outbox.close()
        shutil.rmtree(self.place)


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("eighths", range(9))
def test_a_power_cut_in_the_middle_of_a_write_leaves_all_that_was_saved_before(tmp_path: Path, eighths: int) -> None:
    home = tmp_path / "home"
    home.mkdir()
    outbox = Outbox(home, now)
    outbox.append(opened("saved"))
    synced = (home / WAL).stat().st_size
    outbox.append(draft("being written " * 500))
    torn = photograph(home, tmp_path / "torn")
    written = (torn / WAL).stat().st_size
    with (torn / WAL).open("r+b") as log:
        log.truncate(synced + (written - synced) * eighths // 8)
    after = said(Outbox(torn, now))
    assert after[0] == "saved"
    assert len(after) == (2 if eighths == 8 else 1)


def test_a_power_cut_that_leaves_rubbish_in_the_log_leaves_all_that_was_saved_before(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    outbox = Outbox(home, now)
    outbox.append(opened("saved"))
    torn = photograph(home, tmp_path / "torn")
    with (torn / WAL).open("ab") as log:
        log.write(bytes(range(256)) * 64)
    assert said(Outbox(torn, now)) == ["saved"]


def test_a_power_cut_while_a_damaged_outbox_is_carried_over_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    outbox = Outbox(home, now)
    outbox.append(opened("saved"))
    outbox.close()
    # As if the power went right after the damaged file was moved.
    outbox_file.set_aside(home / outbox_file.OUTBOX_FILE)
    assert said(Outbox(home, now)) == ["saved", "jail_fault"]
    assert said(Outbox(photograph(home, tmp_path / "later"), now)) == ["saved", "jail_fault"]

import logging
from pathlib import Path

import pytest

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.protocol.results import Limit
from kiosk_agent.runner.jail import control_group, watch
from kiosk_agent.runner.jail.control_group import ACCOUNTING, CONTROLLERS, SHARES, ControlGroups
from kiosk_agent.runner.jail.watch import Watch
from kiosk_agent.toolchains.toolchain import Limits, load_toolchains
from tests.support.checkout import ROOT


@pytest.fixture
def limits() -> Limits:
    return load_toolchains(ROOT / "policies")["python"].limits


@pytest.fixture
def groups(tmp_path: Path) -> ControlGroups:
    """The old hierarchies, made of plain folders: such a group can be removed once its files are gone."""
    bases = {name: tmp_path / name for name in (*CONTROLLERS, ACCOUNTING, SHARES)}
    for base in bases.values():
        base.mkdir()
    return ControlGroups(bases)


def emptied(folder: Path) -> None:
    for file in folder.glob("*/run-*/*"):
        file.unlink()


def test_each_run_has_a_share_of_the_processors(groups: ControlGroups, limits: Limits) -> None:
    group = groups.for_run(limits)
    assert group
    assert {entrance.parents[1].name for entrance in group.entrances} == {*CONTROLLERS, ACCOUNTING, SHARES}


def test_group_that_does_not_go_is_said_and_tried_again(
    groups: ControlGroups,
    limits: Limits,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(control_group, "END_SECONDS", 0)
    group = groups.for_run(limits)
    assert group
    with caplog.at_level(logging.ERROR):
        groups.discard(group)
    assert groups.left == 1
    assert "tried again" in caplog.text
    emptied(tmp_path)
    groups.for_run(limits)
    assert groups.left == 0
    assert not any(entrance.parent.exists() for entrance in group.entrances)


def test_group_of_a_run_that_is_over_is_removed_from_every_hierarchy(
    groups: ControlGroups, limits: Limits, tmp_path: Path
) -> None:
    group, other = groups.for_run(limits), groups.for_run(limits)
    assert group
    assert other
    emptied(tmp_path)
    groups.discard(group)
    kept = {entrance.parent for entrance in other.entrances}
    assert set(tmp_path.glob("*/run-*")) == kept
    assert len(kept) == 4


def test_group_that_cannot_be_made_leaves_nothing_and_says_what_to_do(
    groups: ControlGroups, limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _value: object) -> None:
        raise OSError(28, "No space left on device", path)

    monkeypatch.setattr(control_group, "_write", refuse)
    with pytest.raises(JailUnavailable, match="no control group") as refused:
        groups.for_run(limits)
    assert refused.value.hint
    assert not list(tmp_path.glob("*/run-*"))


def test_program_that_goes_on_where_no_process_is_left_is_stopped(
    groups: ControlGroups, limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = groups.for_run(limits)
    assert group
    (folder,) = (tmp_path / "pids").glob("run-*")
    refusals, now = folder / "pids.events", folder / "pids.current"
    refusals.write_text("max 2\n")
    now.write_text("3\n")
    one = Watch(limits, group, None)
    assert not one.look()
    refusals.write_text("max 3\n")
    # Refused once, and done with fewer.
    monkeypatch.setattr(watch, "OUT_OF_PROCESSES_SECONDS", 0)
    assert not one.look()
    assert not one.look()
    refusals.write_text("max 90\n")
    assert one.look()
    assert one.reached == [Limit.PROCESSES]


def test_program_that_sleeps_with_every_process_taken_is_stopped(
    groups: ControlGroups, limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "OUT_OF_PROCESSES_SECONDS", 0)
    group = groups.for_run(limits)
    assert group
    (folder,) = (tmp_path / "pids").glob("run-*")
    one = Watch(limits, group, None)
    (folder / "pids.events").write_text("max 1\n")
    (folder / "pids.current").write_text((folder / "pids.max").read_text())
    assert not one.look()
    assert one.look()

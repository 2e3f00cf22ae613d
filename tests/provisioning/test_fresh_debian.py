"""A newcomer's machine: a bare Debian with nothing but apt, a network to its registries, and a clone."""

import shutil
import sys
import time
from pathlib import Path

import pexpect
import pytest

from kiosk_agent import process

ROOT = Path(__file__).resolve().parents[2]
ENTER = ROOT / "tests" / "provisioning" / "enter_tree.sh"
# A site behind a proxy trusts that proxy's authority; so must its new machines.
OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")
SET_UP_SECONDS = 900
SECOND_START_SECONDS = 10


@pytest.fixture(params=["bookworm", "trixie"])
def bare_debian(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    tree = tmp_path / str(request.param)
    process.run(["mmdebstrap", "--variant=minbase", request.param, tree], timeout_seconds=SET_UP_SECONDS)
    if OWN_AUTHORITIES.is_dir():
        shutil.copytree(OWN_AUTHORITIES, tree / OWN_AUTHORITIES.relative_to("/"), dirs_exist_ok=True)
    process.run(["git", "clone", "-q", "--no-local", ROOT, tree / "srv/outset"], timeout_seconds=120)
    return tree


def sit_down(tree: Path) -> float:
    """Start `up --local`, reach its kiosk, leave, and return the seconds from the command to its invitation."""
    started = time.monotonic()
    terminal = pexpect.spawn(
        str(ENTER), [str(tree), "/srv/outset/outset", "up", "--local"], timeout=SET_UP_SECONDS, dimensions=(30, 100)
    )
    terminal.logfile_read = sys.stdout.buffer
    terminal.expect("Press Enter")
    seconds = time.monotonic() - started
    terminal.send("\r")
    terminal.expect("[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]")
    terminal.send("\x11")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    return seconds


@pytest.mark.full
def test_a_bare_debian_checks_the_tree_and_sits_down_at_a_local_kiosk(bare_debian: Path) -> None:
    process.run([ENTER, bare_debian, "/srv/outset/outset", "check"], timeout_seconds=SET_UP_SECONDS)
    sit_down(bare_debian)
    assert sit_down(bare_debian) < SECOND_START_SECONDS

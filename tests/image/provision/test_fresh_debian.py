"""A newcomer's machine: a bare Debian with nothing but apt, a network to its registries, and a clone."""

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest

from kiosk_agent import process
from tests.support.checkout import ROOT

ENTER = Path(__file__).with_name("enter_tree.sh")
# A site behind a proxy trusts that proxy's authority; so must its new machines.
OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")
SET_UP_SECONDS = 900
SECOND_START_SECONDS = 10
PERSON = "newcomer"


@dataclass(frozen=True)
class BareDebian:
    """A tree, and the words that make a command theirs who cloned Outset into their home, which is closed to others."""

    tree: Path
    home: str
    by: tuple[str, ...] = ()

    def outset(self, *words: str) -> list[str]:
        """Return the command that runs `./outset` there."""
        return [str(ENTER), str(self.tree), *self.by, f"{self.home}/outset/outset", *words]


def made(suite: str, folder: Path, *packages: str) -> Path:
    """Return a minimal tree."""
    tree = folder / suite
    include = [f"--include={','.join(packages)}"] if packages else []
    process.run(["mmdebstrap", "--variant=minbase", *include, suite, tree], timeout_seconds=SET_UP_SECONDS)
    if OWN_AUTHORITIES.is_dir():
        shutil.copytree(OWN_AUTHORITIES, tree / OWN_AUTHORITIES.relative_to("/"), dirs_exist_ok=True)
    return tree


def clone(debian: BareDebian) -> BareDebian:
    """Clone Outset into the home."""
    home = debian.tree / debian.home[1:]
    home.chmod(0o700)
    process.run(["git", "clone", "-q", "--no-local", ROOT, home / "outset"], timeout_seconds=120)
    return debian


@pytest.fixture
def of_root(tmp_path: Path) -> BareDebian:
    """Debian 12, with nobody but root."""
    return clone(BareDebian(made("bookworm", tmp_path), "/root"))


@pytest.fixture
def of_a_person(tmp_path: Path) -> BareDebian:
    """Debian 13, and a person who may use sudo."""
    tree = made("trixie", tmp_path, "sudo")
    become = ("setpriv", f"--reuid={PERSON}", f"--regid={PERSON}", "--init-groups", "env", f"HOME=/home/{PERSON}")
    process.run([ENTER, tree, "useradd", "--create-home", PERSON], timeout_seconds=60)
    (tree / "etc/sudoers.d" / PERSON).write_text(f"{PERSON} ALL=(ALL) NOPASSWD: ALL\n", encoding="utf-8")
    debian = clone(BareDebian(tree, f"/home/{PERSON}", become))
    process.run([ENTER, tree, "chown", "-R", f"{PERSON}:", f"/home/{PERSON}"], timeout_seconds=60)
    return debian


def sit_down(debian: BareDebian) -> float:
    """Start `up --local`, reach its kiosk, leave, and return the seconds from the command to its invitation."""
    started = time.monotonic()
    command, *arguments = debian.outset("up", "--local")
    terminal = pexpect.spawn(command, arguments, timeout=SET_UP_SECONDS, dimensions=(30, 100))
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
@pytest.mark.parametrize("debian", ["of_root", "of_a_person"])
def test_a_bare_debian_checks_the_tree_and_sits_down_at_a_local_kiosk(
    request: pytest.FixtureRequest, debian: str
) -> None:
    bare: BareDebian = request.getfixturevalue(debian)
    process.run(bare.outset("check"), timeout_seconds=SET_UP_SECONDS)
    program = b"print('in the jail')"
    said = process.run(bare.outset("kiosk", "run", "python", "-"), timeout_seconds=SET_UP_SECONDS, stdin_bytes=program)
    assert "in the jail" in said
    sit_down(bare)
    assert sit_down(bare) < SECOND_START_SECONDS

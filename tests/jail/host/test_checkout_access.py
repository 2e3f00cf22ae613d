"""A checkout, or a program, in a home that is closed to others."""

import pwd
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.account import HOST_ACCOUNT
from kiosk_agent.runner.host.checkout_access import with_access
from kiosk_agent.runner.host.scratch_mounts import mounting
from tests.support.jail.jails import as_root, outset
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Somebody's home as Debian makes it, with a letter and a checkout in it."""
    home = tmp_path / "home"
    (home / "projects/checkout").mkdir(parents=True)
    (home / "letter").write_text("private", encoding="utf-8")
    (home / "projects/checkout/file").write_text("ours", encoding="utf-8")
    home.chmod(0o700)
    return home


def as_account(folder: Path, *command: str) -> str:
    """Return what a command of the account says, once root opened the way to `folder`."""
    account = pwd.getpwnam(HOST_ACCOUNT)
    become = ["setpriv", f"--reuid={HOST_ACCOUNT}", f"--regid={HOST_ACCOUNT}", "--init-groups", *command]
    opened = mounting(account.pw_uid, account.pw_gid, with_access(folder, become))
    return process.run(as_root([*opened]), timeout_seconds=LIMIT_SECONDS, accept=(0, 1, 2))


def test_account_reaches_the_checkout_and_sees_nothing_else_of_the_home(home: Path) -> None:
    folder = home / "projects/checkout"
    assert as_account(folder, "cat", str(folder / "file")) == "ours"
    assert as_account(folder, "ls", str(home), str(home / "projects")).split() == [
        f"{home}:",
        "projects",
        f"{home}/projects:",
        "checkout",
    ]
    # Outside of that command nothing has changed.
    assert (home / "letter").read_text(encoding="utf-8") == "private"


def test_way_is_not_made_where_all_is_open() -> None:
    assert with_access(Path("/usr/share"), ["true"]) == ["true"]


def test_closed_checkout_is_refused_with_what_opens_it(home: Path) -> None:
    (home / "projects/checkout").chmod(0o700)
    with pytest.raises(JailUnavailable, match=r"cannot read .*checkout[\s\S]*chmod -R go\+rX"):
        with_access(home / "projects/checkout", ["true"])


def test_program_in_a_closed_home_is_run_and_named(home: Path) -> None:
    program = home / "hello.py"
    program.write_text("print('hello')\nboom()\n", encoding="utf-8")
    program.chmod(0o600)
    said = process.run(outset("kiosk", "run", "python", program), timeout_seconds=LIMIT_SECONDS, accept=(1,))
    assert said.startswith("hello\n")
    assert "hello.py" in said

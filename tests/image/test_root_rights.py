"""Who may do what on a kiosk, read from its root."""

import os
import stat
from pathlib import Path

FIREJAIL = "usr/bin/firejail"
ACCOUNTS = "usr/lib/outset-accounts"
OURS = {"kiosk-agent", "kiosk-runner", "learner"}
# Programs that open a session, change an account, or install something.
FORBIDDEN_PROGRAMS = {
    *("agetty", "getty", "login", "su", "sudo", "doas", "run0", "runuser", "sulogin", "sshd", "ssh", "passwd", "chsh"),
    *("newgrp", "useradd", "usermod", "apt", "apt-get", "dpkg", "perl", "pip", "pip3", "npm", "npx", "corepack"),
    *("gcc", "cc", "make", "curl", "wget", "nc", "telnet", "ftp", "gdb", "strace", "pkexec", "at", "crontab"),
}


def lines(path: Path) -> list[list[str]]:
    return [line.split(":") for line in path.read_text(encoding="utf-8").splitlines()]


def with_rights_of_their_own(files: list[Path]) -> list[Path]:
    return [path for path in files if path.stat().st_mode & (stat.S_ISUID | stat.S_ISGID)]


def test_firejail_alone_runs_with_rights_of_root(root: Path, root_files: list[Path]) -> None:
    privileged = [path for path in with_rights_of_their_own(root_files) if path.parent != root / ACCOUNTS]
    assert [str(path.relative_to(root)) for path in privileged] == [FIREJAIL]


def test_what_starts_an_account_of_jails_gives_that_account_alone(root: Path, root_files: list[Path]) -> None:
    launchers = [path for path in with_rights_of_their_own(root_files) if path.parent == root / ACCOUNTS]
    named = {number for name, _, number, *_ in lines(root / "etc/passwd") if name.startswith("outset-jail-")}
    assert {path.name for path in launchers} == named
    assert len(named) == 16
    for path in launchers:
        assert (path.stat().st_uid, path.stat().st_gid) == (int(path.name), int(path.name))
        assert path.read_bytes() == (root / "usr/bin/setpriv").read_bytes()


def test_accounts_of_jails_own_nothing_else(root: Path, root_files: list[Path]) -> None:
    numbers = {int(path.name) for path in (root / ACCOUNTS).iterdir()}
    owned = [path for path in root_files if numbers & {path.lstat().st_uid, path.lstat().st_gid}]
    assert {path.parent for path in owned} == {root / ACCOUNTS}


def test_accounts_of_jails_start_for_the_runner_alone(root: Path) -> None:
    groups = {name: int(number) for name, _, number, _ in lines(root / "etc/group")}
    status = (root / ACCOUNTS).stat()
    assert stat.S_IMODE(status.st_mode) == 0o750
    assert (status.st_uid, status.st_gid) == (0, groups["kiosk-runner"])


def test_firejail_starts_for_the_runner_alone(root: Path) -> None:
    groups = {name: int(number) for name, _, number, _ in lines(root / "etc/group")}
    status = (root / FIREJAIL).stat()
    assert stat.S_IMODE(status.st_mode) == 0o4750
    assert (status.st_uid, status.st_gid) == (0, groups["kiosk-runner"])


def test_no_file_has_capabilities(root_files: list[Path]) -> None:
    assert [path for path in root_files if "security.capability" in os.listxattr(path)] == []


def test_nobody_has_a_password(root: Path) -> None:
    shadow = lines(root / "etc/shadow")
    assert {fields[0] for fields in shadow} >= {"root", *OURS}
    assert [fields[0] for fields in shadow if fields[1] != "!*"] == []


def test_nobody_has_a_shell(root: Path) -> None:
    accounts = lines(root / "etc/passwd")
    assert {fields[0] for fields in accounts} >= {"root", *OURS}
    assert [fields[0] for fields in accounts if fields[6] != "/usr/sbin/nologin"] == []
    assert [fields[0] for fields in accounts if fields[1] != "x"] == []


def test_nobody_shares_a_group_with_anybody(root: Path) -> None:
    assert [fields[0] for fields in lines(root / "etc/group") if fields[3]] == []


def test_no_program_opens_a_session_or_installs_anything(root_files: list[Path]) -> None:
    programs = {path.name for path in root_files if path.parent.name in {"bin", "sbin"}}
    assert "firejail" in programs
    assert programs & FORBIDDEN_PROGRAMS == set()


def test_only_one_pam_service_opens_anything(root: Path) -> None:
    assert {path.name for path in (root / "etc/pam.d").iterdir()} == {"kiosk-display", "other"}
    said = (root / "etc/pam.d/other").read_text(encoding="utf-8")
    assert {line.split()[2] for line in said.splitlines() if not line.startswith("#")} == {"pam_deny.so"}


def test_nothing_in_the_root_can_be_written_by_others(root: Path, root_files: list[Path]) -> None:
    open_to_all = [path for path in root_files if path.stat().st_mode & stat.S_IWOTH]
    assert [str(path.relative_to(root)) for path in open_to_all] == []

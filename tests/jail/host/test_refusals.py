"""Without a proven jail nothing runs, and whoever asked is told what to do next."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail import proof, report
from kiosk_agent.runner.jail.proof import Proof
from tests.support.checkout import ROOT
from tests.support.jail.jails import ACCOUNT, RunProgram, as_account, as_root, outset, write_track
from tests.support.waiting import LIMIT_SECONDS

PROGRAM = b"print('it ran')\n"
PROOF = """
import json, os
status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines())
namespaces = {name: os.readlink(f"/proc/self/ns/{name}") for name in ("user", "pid", "mnt", "net", "ipc")}
print(json.dumps({"namespaces": namespaces, "status": status, "interfaces": ["lo"]}))
"""


def said_by(command: list[str | Path], source: bytes = b"") -> tuple[int, str]:
    """Return the exit code of a command and all that it said."""
    child = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output, _ = child.communicate(source, timeout=LIMIT_SECONDS)
    return child.returncode, output.decode()


def in_own_mounts(before: str, command: list[str | Path]) -> list[str | Path]:
    """Return `command` run by root after the shell words `before`, in mount and PID namespaces of its own."""
    return as_root(["unshare", "--mount", "sh", "-c", f'{before} && exec "$@"', "sh", *command])


def test_one_program_is_run_and_its_result_printed() -> None:
    code, said = said_by(outset("kiosk", "run", "python", "-"), PROGRAM)
    assert code == 0
    assert "it ran\n--\naccepted: exit code 0 after " in said
    assert "limits: own timer and " in said
    code, said = said_by(outset("kiosk", "run", "javascript", "-", "--json"), b"console.log('too'); process.exit(3)")
    assert code == 1
    facts = json.loads(said)
    assert (facts["verdict"], facts["exit_code"], facts["output"]) == ("runtime_error", 3, "too\n")


def test_without_firejail_nothing_runs() -> None:
    hide = "for it in /usr/bin/firejail /usr/local/bin/firejail; do [ ! -e $it ] || mount --bind /dev/null $it; done"
    code, said = said_by(in_own_mounts(hide, outset("kiosk", "run", "python", "-")), PROGRAM)
    assert code == 2
    assert "it ran" not in said
    assert "firejail is not installed" in said
    assert "next: install the package firejail" in said


def test_where_firejail_would_run_programs_unjailed_nothing_runs() -> None:
    inside = as_root(["unshare", "--mount", "--pid", "--fork", "--mount-proc", *outset("kiosk", "run", "python", "-")])
    code, said = said_by(inside, PROGRAM)
    assert code == 2
    assert "it ran" not in said
    assert "next: " in said


def test_root_is_refused() -> None:
    script = (
        "from pathlib import Path; from kiosk_agent.runner.runner import Runner; "
        "from kiosk_agent.runner.host.staging import staged_places; "
        f"r = Runner(staged_places(Path({str(ROOT / 'policies')!r}), Path('/usr')), warm=False); "
        "r.run_program('python', 'a.py', '')"
    )
    code, said = said_by(as_root(["env", f"PYTHONPATH={ROOT}", sys.executable, "-c", script]))
    assert code != 0
    assert "jails are never run as root" in said


def test_process_that_only_says_that_it_is_jailed_is_not_believed(run_program: RunProgram) -> None:
    said = json.loads(run_program("python", PROOF).run.output)
    jailed = Proof.model_validate(said)
    uid = int(jailed.status["Uid"].split()[0])
    assert proof.missing_proofs(jailed, proof.own_namespaces(), uid) == []
    # Not that of who started it, nor of another jail.
    assert uid != pwd.getpwnam(ACCOUNT).pw_uid
    assert proof.missing_proofs(jailed, proof.own_namespaces(), uid + 1) == ["its own account"]
    # A shell in firejail's place, with a process below it that is in no jail. The jails that wait are none of its.
    with process.start(["/bin/sh", "-c", "cat; exit"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shell:
        assert shell.stdin
        assert shell.stdout
        shell.stdin.write(b"hello\n")
        shell.stdin.flush()
        assert shell.stdout.readline() == b"hello\n"
        assert proof.missing_from_outside(shell.pid, os.getuid()) == ["a process in a PID namespace of its own"]
        shell.communicate()


@pytest.mark.parametrize("root", ["0 0 0 0", "999 0 999 999", "999 999 0 999", "1000 1000 1000 1000", ""])
def test_any_other_account_is_no_proof(root: str) -> None:
    assert "its own account" in proof.missing_of_status({"Uid": root}, 999)
    assert "its own account" in proof.missing_of_status({"Uid": "0 0 0 0"}, 0)


def test_firejail_that_runs_programs_with_no_jail_is_not_used(open_folder: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir=open_folder))
    folder.chmod(0o755)
    # What firejail itself does within another sandbox.
    (folder / "firejail").write_text('#!/bin/sh\nwhile [ "${1#--}" != "$1" ]; do shift; done; exec "$@"\n')
    (folder / "firejail").chmod(0o755)
    code, said = said_by(
        ["env", f"PATH={folder}:{os.environ['PATH']}", *outset("kiosk", "run", "python", "-")], PROGRAM
    )
    assert code == 2
    assert "it ran" not in said
    assert "could not prove" in said


def test_jail_that_root_started_is_no_proof() -> None:
    # Through whatever wrapper: as root, firejail leaves out the user namespace.
    profile = ROOT / "policies/firejail/jail.profile"
    argv: list[str | Path] = [
        "firejail",
        f"--profile={profile}",
        "--whitelist=/usr/bin/cat",
        "/usr/bin/cat",
        "/proc/self/status",
    ]
    said = process.run(as_root(argv), timeout_seconds=LIMIT_SECONDS)
    status = {name: value.strip() for name, _, value in (line.partition(":") for line in said.splitlines())}
    assert status["Seccomp"] == "2"
    assert proof.missing_of_status(status, pwd.getpwnam(ACCOUNT).pw_uid) == ["its own account"]
    assert proof.missing_of_status(status, 0) == ["its own account"]


def test_process_outside_of_a_jail_fails_every_proof() -> None:
    worker = ROOT / "kiosk_agent/toolchains/python/harness/worker.py"
    child = process.start(["/usr/bin/python3", "-I", "-S", worker, "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said, _ = child.communicate(timeout=LIMIT_SECONDS)
    (ready,) = report.lines(said, report.UNPROVEN_NONCE)
    assert isinstance(ready, report.Ready)
    missing = proof.missing_proofs(ready.proof, proof.own_namespaces(), os.getuid())
    for name in proof.NAMESPACES:
        assert f"its own {name} namespace" in missing
    assert "a system call filter" in missing
    with pytest.raises(JailUnavailable):
        proof.check(ready.proof, os.getpid(), os.getuid())
    assert Proof.model_validate(ready.proof.model_dump()) == ready.proof


@pytest.mark.parametrize(
    "wall",
    ["noroot", "net none", "ipc-namespace", "caps.drop all", "protocol unix", "restrict-namespaces"],
)
def test_jail_that_lacks_one_wall_is_not_used(policies: Path, open_folder: Path, wall: str) -> None:
    weaker = open_folder / f"without {wall}".replace(" ", "-")
    shutil.copytree(policies, weaker)
    profile = weaker / "firejail/jail.profile"
    lines = profile.read_text().splitlines()
    profile.write_text("\n".join([line for line in lines if line != wall] + [""]))
    code, said = said_by(outset("kiosk", "run", "python", "-", "--policies", weaker), PROGRAM)
    assert code == 2
    assert "it ran" not in said
    assert "could not prove" in said


@pytest.mark.parametrize(
    ("command", "source", "expected"),
    [
        (outset("kiosk", "run", "cobol", "-"), b"", "there is no toolchain named 'cobol'"),
        (outset("kiosk", "run", "python", "/no/such/file.py"), b"", "cannot read /no/such/file.py"),
        (outset("kiosk", "run", "python", "/etc"), b"", "cannot read /etc: Is a directory"),
        (outset("kiosk", "run", "python", "-"), b"x" * 50_000_000, "longer than the 65536 bytes"),
        (outset("track", "test", "/no/such/track"), b"", "/no/such/track"),
    ],
    ids=["unknown toolchain", "no file", "a folder", "50 MB", "no track"],
)
def test_bad_request_is_refused_with_a_next_step(command: list[str | Path], source: bytes, expected: str) -> None:
    child = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert child.stdin is not None
    try:
        child.stdin.write(source)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it had read enough
    assert child.stdout is not None
    said = child.stdout.read().decode()
    assert child.wait(LIMIT_SECONDS) == 2
    assert expected in said
    assert "next: " in said


def test_track_is_run_whole_even_from_a_folder_that_others_cannot_read(tmp_path: Path) -> None:
    good = {
        "one.py": "def one():\n    return 0\n",
        "one_test.py": "from one import one\n\n\ndef test_one():\n    assert one() == 1\n",
        ".meta/answer.py": "def one():\n    return 1\n",
    }
    bad = {path.replace("one", "two"): text.replace("one", "two") for path, text in good.items()}
    bad["two.py"] = bad[".meta/answer.py"]
    track = write_track(tmp_path / "track", "python", {"one": good, "two": bad})
    track.chmod(0o700)
    code, said = said_by(outset("track", "test", track, "--json", tmp_path / "report.json"))
    written = json.loads((tmp_path / "report.json").read_text())
    assert code == 1
    assert (written["exercises"], written["solutions_passed"], written["stubs_failed"]) == (2, 2, 1)
    assert written["skipped"] == []
    assert {record["exercise"]: record["stub"]["verdict"] for record in written["results"]} == {
        "one": "wrong_answer",
        "two": "accepted",
    }
    assert written["tests_named"] == written["tests_reported"] == 2
    assert "python: 2 of 2 solutions passed, 1 stubs failed as they should, 0 skipped" in said


def test_account_of_the_jail_can_be_entered() -> None:
    code, said = said_by(as_account(["-c", "import getpass; print(getpass.getuser())"]))
    assert (code, said.strip()) == (0, "outset-runner")

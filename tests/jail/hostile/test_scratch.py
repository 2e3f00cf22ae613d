"""The one folder that a compiler may write to: limited by the kernel, for one run alone, and gone afterwards."""

import os
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kiosk_agent.protocol.results import Limit, Verdict
from kiosk_agent.runner.jail.scratch import ROOT as SLOTS
from kiosk_agent.runner.jail.scratch import ScratchSlots
from tests.jail.host.test_refusals import said_by
from tests.support.jail.jails import SCRATCH, RunProgram, as_account, write_toolchain

HERE = f"import os\n[slot] = os.listdir('{SLOTS}')\nhere = f'{SLOTS}/{{slot}}/room'\n"
HOSTILE_TREE = """
    os.chdir(here)
    for number in range(900):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.chdir(here)
    os.mkdir("shut")
    open("shut/in", "w").close()
    os.symlink("/etc/passwd", "link")
    os.symlink("/var/lib/outset-runner", "folder link")
    os.symlink(here, "shut/loop")
    os.link("shut/in", "hard")
    open("set", "w").close()
    os.chmod("set", 0o6777)
    os.mkdir("line\\nfeed \\x1b[2J")
    os.chmod("shut", 0)
    os.chmod(here, 0)
    print("planted")
"""


@pytest.fixture(scope="module", autouse=True)
def toolchain(policies: Path) -> Iterator[None]:
    """A Python that may write, beside the real one, which may not."""
    added = write_toolchain(policies, "scratch", SCRATCH)
    yield
    added.unlink()


def run_writing(run_program: RunProgram, source: str) -> tuple[Verdict, str, tuple[Limit, ...]]:
    ran = run_program("scratch", HERE + dedent(source))
    return ran.verdict, ran.run.output, ran.run.limits_reached


def test_run_writes_to_its_own_folder_and_starts_what_it_wrote(run_program: RunProgram) -> None:
    verdict, output, _ = run_writing(
        run_program,
        """
        import shutil
        assert os.listdir(here) == []
        shutil.copy("/usr/bin/python3", f"{here}/compiled")
        print(os.spawnv(os.P_WAIT, f"{here}/compiled", ["compiled", "-S", "-c", "import os; os.write(1, b'ran, ')"]))
        for beside in (f"{here}/..", f"{here}/../..", "/run", "/tmp"):
            try:
                open(f"{beside}/planted", "w")
                print("WRITTEN", beside)
            except OSError:
                pass
        """,
    )
    assert (verdict, output) == (Verdict.ACCEPTED, "ran, 0\n")


def test_folder_belongs_to_the_account_of_its_jail_alone(run_program: RunProgram) -> None:
    _, output, _ = run_writing(
        run_program,
        """
        import stat
        facts = os.stat(here)
        print(facts.st_uid == os.getuid(), facts.st_gid == os.getgid(), oct(stat.S_IMODE(facts.st_mode)))
        """,
    )
    assert output == "True True 0o700\n"


def test_many_small_files_are_stopped(run_program: RunProgram) -> None:
    _, output, reached = run_writing(
        run_program,
        """
        for number in range(25_000):
            with open(f"{here}/{number}", "w") as file:
                file.write("x" * 4096)
        print("ALL WRITTEN")
        """,
    )
    assert reached == (Limit.FILES,)
    assert "ALL WRITTEN" not in output


def test_big_files_are_stopped(run_program: RunProgram) -> None:
    verdict, output, reached = run_writing(
        run_program,
        """
        for number in range(200):
            with open(f"{here}/{number}", "wb") as file:
                file.write(b"x" * 1_000_000)
        print("ALL WRITTEN")
        """,
    )
    assert (verdict, reached) == (Verdict.RUNTIME_ERROR, (Limit.DISK,))
    assert "ALL WRITTEN" not in output


def test_one_big_file_is_stopped(run_program: RunProgram) -> None:
    _, output, reached = run_writing(
        run_program,
        """
        with open(f"{here}/big", "wb") as file:
            file.write(bytes(25_000_000))
        print("ALL WRITTEN")
        """,
    )
    assert reached == (Limit.DISK,)
    assert "ALL WRITTEN" not in output


def test_next_runs_see_nothing_of_a_hostile_one(run_program: RunProgram) -> None:
    planted = run_writing(run_program, HOSTILE_TREE)
    assert "planted" in planted[1]
    for _ in range(10):
        verdict, output, _ = run_writing(run_program, "print(os.listdir(here), os.statvfs(here).f_ffree)\n")
        assert (verdict, output.split()[0]) == (Verdict.ACCEPTED, "[]")
    assert Path("/etc/passwd").stat().st_size


def test_file_in_a_letter_that_only_itself_holds_fills_nothing_of_the_next_runs(run_program: RunProgram) -> None:
    left = run_writing(
        run_program,
        """
        import array, socket
        left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with open(f"{here}/held", "wb") as file:
            file.write(bytes(1_000_000))
            file.flush()
            for end in left, right:
                letter = array.array("i", [file.fileno(), end.fileno()])
                end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, letter)])
        print("sent")
        """,
    )
    assert left[1] == "sent\n"
    for _ in range(8):
        verdict, output, _ = run_writing(run_program, "print(os.listdir(here))\n")
        assert (verdict, output) == (Verdict.ACCEPTED, "[]\n")


@pytest.mark.parametrize("call", ["os.mkfifo(f'{here}/fifo')", "os.mknod(f'{here}/device', 0o20666, os.makedev(1, 3))"])
def test_neither_fifo_nor_device_can_be_planted(run_program: RunProgram, call: str) -> None:
    _, output, _ = run_writing(
        run_program, f"try:\n    {call}\n    print('MADE')\nexcept OSError:\n    print('refused')\n"
    )
    assert output == "refused\n"


def test_toolchain_without_scratch_sees_no_slot(run_program: RunProgram) -> None:
    ran = run_program("python", "import os\nprint(os.path.exists('/run/outset-scratch'))\n")
    assert ran.run.output == "False\n"


def test_machine_without_slots_says_so_and_a_kiosk_refuses(tmp_path: Path) -> None:
    plain = ScratchSlots(tmp_path, must_be_limited=False, root=tmp_path / "none")
    assert plain.describe() == "scratch folders without a limit of their own"
    assert ScratchSlots(tmp_path, must_be_limited=True, root=tmp_path / "none").describe() == "no scratch folder"


def test_slots_are_there_where_root_starts_the_runner() -> None:
    if os.getuid() == 0:
        code, said = said_by(as_account(["-c", f"import os; print(len(os.listdir('{SLOTS}')))"]))
        assert (code, said.strip()) == (0, "8")
        assert not list(SLOTS.iterdir())

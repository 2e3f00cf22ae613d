"""Each program tries to reach out of its jail; each test looks at the effect."""

import socket
from pathlib import Path
from textwrap import dedent

import pytest

from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.jail.accounts import MADE_BY_ROOT
from kiosk_agent.runner.jail.sandbox import HIDDEN_BY_PROFILE, hidden_paths
from kiosk_agent.runner.jail.scratch import ROOT as SLOTS
from kiosk_agent.runner.jail.scratch import SLOTS as COUNT
from tests.support.checkout import ROOT
from tests.support.jail.jails import RunProgram

SYSTEM_CALL = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"


def test_no_folder_can_be_written_to(run_program: RunProgram) -> None:
    ran = run_program(
        "python",
        dedent("""
            import os
            tried = 0
            for folder, _, _ in os.walk("/"):
                if not folder.startswith("/proc"):
                    tried += 1
                    try:
                        open(folder + "/planted", "w").write("x")
                        print("WRITTEN", folder)
                    except OSError:
                        pass
            print("tried", tried)
        """),
    )
    assert ran.verdict is Verdict.ACCEPTED
    assert "tried" in ran.run.output
    assert "WRITTEN" not in ran.run.output


def test_no_anonymous_file_can_be_made(run_program: RunProgram) -> None:
    ran = run_program("python", "import os\nos.memfd_create('x')\n")
    assert "PermissionError" in ran.run.output


def test_nothing_on_this_machine_can_be_connected_to(run_program: RunProgram) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        javascript = run_program(
            "javascript",
            "import net from 'node:net';\n"
            f"const socket = net.connect({port}, '127.0.0.1');\n"
            "socket.on('connect', () => console.log('CONNECTED')).on('error', (error) => console.log(error.code));",
        )
        python = run_program("python", f"import socket\nsocket.create_connection(('127.0.0.1', {port}))\n")
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert "CONNECTED" not in javascript.run.output
    assert python.verdict is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize(
    ("family", "kind"),
    [(1, 1), (2, 1), (2, 2), (10, 1), (16, 3), (17, 3), (40, 1), (38, 5)],
    ids=["unix", "tcp", "udp", "ipv6", "netlink", "packet", "vsock", "alg"],
)
def test_no_socket_can_be_made(run_program: RunProgram, family: int, kind: int) -> None:
    ran = run_program("python", f"import socket\nsocket.socket({family}, {kind})\nprint('MADE')\n")
    assert "MADE" not in ran.run.output
    assert ran.verdict is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize("toolchain", ["python", "javascript"])
def test_nothing_of_ours_can_be_read(run_program: RunProgram, toolchain: str) -> None:
    wanted = [
        "/etc/shadow",
        "/etc/hostname",
        "/etc/firejail/firejail.config",
        "/proc/1/environ",
        "/usr/bin/firejail",
        "/usr/bin/sh",
        "/var/lib/dpkg/status",
        "/sys/kernel/version",
        str(ROOT / "pyproject.toml"),
        str(ROOT / "classroom_server/tracks/javascript/config.json"),
        str(ROOT / "classroom_server/tracks/javascript/exercises/concept/bus-sign/.meta/exemplar.js"),
    ]
    sources = {
        "python": f"""
            for path in {wanted!r}:
                try:
                    print("READ", path, open(path, "rb").read(9))
                except OSError:
                    print("refused", path)
        """,
        "javascript": f"""
            import fs from 'node:fs';
            for (const path of {wanted!r}) {{
              try {{ console.log('READ', path, fs.readFileSync(path).length); }}
              catch {{ console.log('refused', path); }}
            }}
        """,
    }
    ran = run_program(toolchain, dedent(sources[toolchain]))
    assert "READ" not in ran.run.output
    assert ran.run.output.count("refused") == len(wanted)


def test_command_of_the_jail_names_no_secret_and_its_environment_holds_none(run_program: RunProgram) -> None:
    ran = run_program(
        "python",
        "import os\nprint(open('/proc/1/cmdline').read().replace(chr(0), ' '))\nprint(' '.join(os.environ))\n",
    )
    command, environment = ran.run.output.splitlines()
    assert "firejail" in command
    for word in ("token", "key", "secret", "nonce", "password"):
        assert word not in command.lower()
        assert word not in environment.lower()
    for name in ("SSH", "SUDO", "PYTHONPATH", "NOTIFY_SOCKET"):
        assert name not in environment


MOUNTS = """
import os
for path in ("/proc/self/mountinfo", "/proc/1/mountinfo"):
    try: print(open(path).read())
    except OSError: print()  # AppArmor refuses it where it is
print("GIVEN", open("/proc/1/cmdline").read().replace(chr(0), " "))
"""


def test_what_is_mounted_names_nothing_that_another_jail_or_a_person_has(run_program: RunProgram) -> None:
    listed, given = run_program("python", MOUNTS).run.output.split("GIVEN")
    own = [word.removeprefix("--whitelist=") for word in given.split() if word.startswith("--whitelist=")]
    assert own
    # The machine's own disks: every jail has them alike.
    points = {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    # Of these, too: the slots, and not what a jail has in one.
    slots = {str(MADE_BY_ROOT), str(SLOTS), *(str(SLOTS / str(number)) for number in range(COUNT))}
    kinds = {"bin", "dev", "etc", "lib", "lib64", "proc", "sbin", "sys", "usr"}
    covered = {f"/{name}" for name in HIDDEN_BY_PROFILE} | {str(path) for path in hidden_paths()}

    def is_no_secret(path: str) -> bool:
        return (
            path in {"/", "/tmp", "/run", "/run/lock", "/var", "/var/tmp", "/var/log", "/var/lib/dbus/machine-id"}  # noqa: S108
            or path in points | slots | covered
            or Path("/run/firejail") in (Path(path), *Path(path).parents)
            or path.strip("/").split("/")[0] in kinds
            or any(each == path or each.endswith(path) for each in own)
        )

    named = {path for line in listed.splitlines() for path in line.split()[3:5]}
    # What is there is told by its own mount too, such as /machine-id of firejail's own tmpfs.
    inside = {line.split()[3] for line in listed.splitlines() if " - tmpfs " in line}
    assert {path for path in named - inside if not is_no_secret(path)} == set()
    assert "/room" not in listed
    assert "node_modules" not in listed


def test_no_namespace_can_be_made(run_program: RunProgram) -> None:
    flags = (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000, 0x80)
    ran = run_program(
        "python",
        f"{SYSTEM_CALL}for flag in {flags}:\n    print('MADE' if libc.unshare(flag) == 0 else 'refused')\n",
    )
    assert ran.run.output.split() == ["refused"] * len(flags)


@pytest.mark.parametrize(
    "number",
    [29, 101, 165, 175, 240, 246, 248, 250, 298, 310, 321, 323, 425, 435],
    ids=[
        "shmget",
        "ptrace",
        "mount",
        "init_module",
        "mq_open",
        "kexec_load",
        "add_key",
        "keyctl",
        "perf_event_open",
        "process_vm_readv",
        "bpf",
        "userfaultfd",
        "io_uring_setup",
        "clone3",
    ],
)
def test_dangerous_system_call_is_refused(run_program: RunProgram, number: int) -> None:
    ran = run_program("python", f"{SYSTEM_CALL}print(libc.syscall({number}, 0, 0, 0, 0, 0, 0), ctypes.get_errno())\n")
    # EPERM; or ENOSYS for clone3, whose arguments a filter cannot see.
    assert ran.run.output.split() in (["-1", "1"], ["-1", "38"])


def test_signals_reach_nothing_outside(run_program: RunProgram) -> None:
    ran = run_program(
        "python",
        dedent("""
            import os
            for pid in range(3, 40000):
                try:
                    if pid != os.getpid():
                        os.kill(pid, 9)
                        print("KILLED", pid)
                except OSError:
                    pass
            print("still here")
        """),
    )
    assert "still here" in ran.run.output
    assert "KILLED" not in ran.run.output


def test_killing_all_it_can_see_ends_only_the_jail(run_program: RunProgram) -> None:
    ran = run_program(
        "python",
        "import os, time\nos.kill(os.getppid(), 9)\nos.kill(1, 9)\nos.kill(-1, 9)\ntime.sleep(60)\n",
    )
    assert ran.verdict in {Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT_EXCEEDED}
    assert run_program("python", "print('the next')").run.output == "the next\n"


def test_second_run_sees_nothing_of_a_first(run_program: RunProgram) -> None:
    planted = run_program("python", f"{SYSTEM_CALL}print(libc.shmget(4711, 64, 0o1666))\n")
    found = run_program("python", f"{SYSTEM_CALL}print(libc.shmget(4711, 64, 0))\n")
    assert planted.run.output.strip() == found.run.output.strip() == "-1"

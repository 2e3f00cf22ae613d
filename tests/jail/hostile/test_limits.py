"""Programs that take more than they are given: each is stopped, gets its verdict, and leaves nothing."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kiosk_agent.protocol.limits import OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import Limit, Verdict
from kiosk_agent.runner.host.account_mounts import COUNT, FIRST
from tests.support.jail.jails import WALL_SECONDS, RunProgram, write_toolchain
from tests.support.promises import is_within
from tests.support.waiting import eventually

# Of programs that come to another limit, however long they take for it on a busy machine.
PATIENT_SECONDS = 30.0


def command_lines_of_jails() -> list[str]:
    """Return the command line of each living process of an account that jails have."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            words = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue  # it ended while we looked
        uid = int(status.partition("\nUid:\t")[2].split("\t")[0])
        if FIRST <= uid < FIRST + COUNT and words:
            found.append(words)
    return found


def is_gone(name: str) -> bool:
    return not any(name in words for words in command_lines_of_jails())


@pytest.fixture(scope="module", autouse=True)
def others(policies: Path) -> Iterator[None]:
    """Two more Pythons: one that may take its time to come to its limit, and one with far less processor time."""
    longer = {f"= {WALL_SECONDS}": f"= {PATIENT_SECONDS}"}
    added = [
        write_toolchain(policies, name, longer | changes)
        for name, changes in (("patient", {}), ("busy", {"cpu_seconds = 12": "cpu_seconds = 1"}))
    ]
    yield
    for path in added:
        path.unlink()


def test_fork_bomb_is_killed_and_leaves_nothing(run_program: RunProgram) -> None:
    ran = run_program(
        "patient",
        dedent("""
            import os
            os.write(1, b"lit")
            while True:
                try:
                    if os.fork() == 0:
                        os.execv("/usr/bin/python3", ["the-bomb", "-c", "while True: pass"])
                except OSError:
                    pass
        """),
    )
    assert "lit" in ran.run.output
    assert ran.verdict is Verdict.RUNTIME_ERROR
    assert ran.run.limits_reached == (Limit.PROCESSES,)
    eventually(lambda: is_gone("the-bomb"), "nothing is left", said=command_lines_of_jails)


def test_daemon_does_not_outlive_its_run(run_program: RunProgram) -> None:
    ran = run_program(
        "patient",
        dedent("""
            import os
            ready, said = os.pipe()
            os.set_inheritable(said, True)
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    own = f"import os, time; os.write({said}, b'x'); time.sleep(60)"
                    os.execv("/usr/bin/python3", ["the-daemon", "-c", own])
                os._exit(0)
            os.wait()
            os.read(ready, 1)
            print("left a daemon")
        """),
    )
    assert "left a daemon" in ran.run.output
    eventually(lambda: is_gone("the-daemon"), "nothing is left", said=command_lines_of_jails)


@pytest.mark.parametrize(
    ("toolchain", "source"),
    [
        ("patient", "held = []\nwhile True:\n    held.append(bytearray(8 << 20))\n"),
        ("javascript", "const held = []; for (;;) held.push(new Array(1 << 20).fill(held.length));"),
        ("javascript", "const held = []; for (;;) held.push(Buffer.alloc(16 << 20, 1));"),
    ],
    ids=["python", "javascript objects", "javascript buffers"],
)
def test_memory_is_limited(run_program: RunProgram, toolchain: str, source: str) -> None:
    ran = run_program(toolchain, source)
    assert ran.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    assert Limit.MEMORY in ran.run.limits_reached


def test_what_an_interpreter_writes_at_its_own_end_is_not_what_the_program_wrote(run_program: RunProgram) -> None:
    grows = "console.log('begun'); const held = []; for (;;) held.push(new Array(1 << 20).fill(held.length));"
    ran = run_program("javascript", grows)
    assert ran.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    assert ran.run.output.strip() == "begun"


@pytest.mark.parametrize(
    ("toolchain", "source"),
    [
        ("patient", "while True:\n    print('x' * 1000)\n"),
        ("patient", "import os\nwhile True:\n    os.write(2, b'no new line')\n"),
        ("javascript", "for (;;) process.stdout.write('y'.repeat(1000));"),
    ],
    ids=["lines", "no lines", "javascript"],
)
def test_output_is_limited(run_program: RunProgram, toolchain: str, source: str) -> None:
    ran = run_program(toolchain, source)
    assert ran.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED
    assert len(ran.run.output) <= OUTPUT_CHARACTERS


def test_long_output_within_the_limit_is_not_lost_at_the_end(run_program: RunProgram) -> None:
    ran = run_program("javascript", "for (let i = 0; i < 3000; i++) console.log('line', i); console.log('the end');")
    assert ran.verdict is Verdict.ACCEPTED
    assert ran.run.output.startswith("line 0\n")
    assert ran.run.output.endswith("the end\n")


@pytest.mark.parametrize(
    ("toolchain", "source"),
    [("python", "while True: pass"), ("python", "import time; time.sleep(60)"), ("javascript", "for (;;);")],
    ids=["python", "asleep", "javascript"],
)
def test_endless_program_is_stopped(run_program: RunProgram, toolchain: str, source: str) -> None:
    ran = run_program(toolchain, source)
    assert ran.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert is_within(ran.run.milliseconds / 1000, 5)


def test_processor_time_counts_for_all_processes_together(run_program: RunProgram) -> None:
    ran = run_program("busy", "import os\nfor _ in range(3): os.fork()\nwhile True: pass\n")
    assert ran.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert ran.run.limits_reached == (Limit.CPU_TIME,)
    assert run_program("busy", "import time\ntime.sleep(1.5)\n").verdict is Verdict.ACCEPTED


def test_what_a_slow_machine_needs_to_get_ready_is_not_taken_from_the_program(
    run_program: RunProgram, policies: Path
) -> None:
    to_begin = "os.execv(sys.executable, ['python3', *sys.argv[1:]])"
    slow = f"import os, sys, time\\nwhile time.process_time() < 1.5: pass\\n{to_begin}"
    begun = '"-I", "-S", "-B", "{harness}'
    added = write_toolchain(
        policies, "slow", {"cpu_seconds = 12": "cpu_seconds = 1", begun: f'"-I", "-S", "-B", "-c", "{slow}", {begun}'}
    )
    try:
        assert run_program("slow", "print('there')").run.output == "there\n"
    finally:
        added.unlink()


@pytest.mark.parametrize(
    ("toolchain", "source"),
    [
        ("patient", "import os, time\nfor _ in range(90):\n    if os.fork() == 0:\n        time.sleep(9)\n"),
        (
            "patient",
            # Python waits at its end for all but daemons.
            (
                "import threading, time\n"
                "for _ in range(90): threading.Thread(target=time.sleep, args=[9], daemon=True).start()\n"
            ),
        ),
    ],
    ids=["processes", "threads"],
)
def test_processes_and_threads_are_limited(run_program: RunProgram, toolchain: str, source: str) -> None:
    ran = run_program(toolchain, source)
    assert ran.verdict is Verdict.RUNTIME_ERROR
    assert Limit.PROCESSES in ran.run.limits_reached


@pytest.mark.parametrize(
    ("toolchain", "source"),
    [
        ("patient", "held = []\nwhile True: held.append(open('/usr/bin/python3'))\n"),
        ("javascript", "import fs from 'node:fs'; for (;;) fs.openSync('/usr/bin/node');"),
    ],
)
def test_open_files_are_limited(run_program: RunProgram, toolchain: str, source: str) -> None:
    ran = run_program(toolchain, source)
    assert ran.verdict is Verdict.RUNTIME_ERROR
    assert ran.run.limits_reached == (Limit.OPEN_FILES,)


def test_memory_of_many_processes_counts_together(run_program: RunProgram) -> None:
    source = (
        "import os, time\nfor _ in range(5): os.fork() or time.sleep(0.1)\nheld = bytearray(60 << 20)\ntime.sleep(5)\n"
    )
    ran = run_program("patient", source)
    assert ran.verdict is Verdict.MEMORY_LIMIT_EXCEEDED


def test_program_that_leaves_a_child_behind_and_dies_is_not_waited_for_long(run_program: RunProgram) -> None:
    ran = run_program("python", "import os, time\nif os.fork() == 0: time.sleep(60)\nos._exit(0)\n")
    assert ran.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert is_within(ran.run.milliseconds / 1000, 5)


def test_exit_code_and_signal_are_told_apart(run_program: RunProgram) -> None:
    assert run_program("python", "import sys; sys.exit(7)").run.exit_code == 7
    assert run_program("javascript", "process.exit(7)").run.exit_code == 7
    died = run_program("python", "import os; os.kill(os.getpid(), 11)").run
    assert (died.exit_code, died.signal) == (None, 11)


def test_source_of_any_characters_gets_a_verdict(run_program: RunProgram) -> None:
    everything = "".join(map(chr, range(256))) + "\u202e\U0001f600"
    assert run_program("python", everything).verdict is Verdict.COMPILE_ERROR
    assert run_program("javascript", everything).verdict is Verdict.COMPILE_ERROR


def test_output_is_made_plain(run_program: RunProgram) -> None:
    sequences = b"\x1b]0;title\x07\x1b[2J\x1b]52;c;aGk=\x07\x1bP1$r0m\x1b\\\x9b31m\x08\x00"
    hostile = b"\xff\xfeok" + sequences + b"\r\nend\xe2\x80\xae"
    ran = run_program("python", f"import os\nos.write(1, {hostile!r})\n")
    assert ran.verdict is Verdict.ACCEPTED
    assert not [letter for letter in ran.run.output if letter != "\n" and not letter.isprintable()]
    assert "title" not in ran.run.output
    assert ran.run.output.endswith("end")

"""Runs very different programs in a row and prints, as JSON, what is there before and after. Run as the jails' account.

Arguments: the policies' folder, node_modules, how many runs.
"""

import itertools
import json
import os
import resource
import statistics
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kiosk_agent.runner.host.run_command import program_verdict
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.scratch import ROOT as SLOTS
from kiosk_agent.runner.runner import Runner
from tests.support.jail.children import children
from tests.support.waiting import eventually

MARK = "left-behind"
"""In the name of all that the programs try to leave."""
LEAVE = f"""
for folder in ('/tmp', '/var/tmp', '/dev/shm', '/run', os.environ['HOME'], '/run/firejail'):
    try: open(folder + '/{MARK}', 'w')
    except OSError: pass
"""
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/firejail")  # noqa: S108 - where something might be left
FORKED = """
import os, time
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
os._exit(0 if {good} else 9)
"""
SCRATCH = f"""
import os
os.chdir('{SLOTS}/' + os.listdir('{SLOTS}')[0] + '/room')
assert os.listdir() == []
for number in range(NUMBER):
    os.mkdir('{MARK}-' + str(number))
os.chmod('{MARK}-0', 0)
"""
# Toolchain, program, the verdict that it deserves.
PROGRAMS = (
    ("python", "print('good')", "accepted"),
    ("javascript", "console.log('good')", "accepted"),
    ("python", "raise ValueError", "runtime_error"),
    ("javascript", "throw new Error('bad')", "runtime_error"),
    ("python", "def", "compile_error"),
    ("javascript", "const {", "compile_error"),
    ("python", f"import os\n{LEAVE}", "accepted"),
    ("python", "import os\nos.kill(os.getpid(), 9)", "runtime_error"),
    ("javascript", "process.kill(process.pid, 'SIGKILL')", "runtime_error"),
    ("brief", FORKED.format(good=True), "time_limit_exceeded"),
    ("brief", "import os\nos.kill(os.getpid(), 19)", "time_limit_exceeded"),
    ("python", "while True: print('x' * 4000)", "output_limit_exceeded"),
    ("javascript", "for (;;) process.stdout.write('y'.repeat(4000))", "output_limit_exceeded"),
    ("brief", "while True: pass", "time_limit_exceeded"),
    ("python", "import os\nos.close(0); os.close(1); os.close(2); os._exit(0)", "accepted"),
    ("python", "held = []\nwhile True: held.append(bytearray(32 << 20))", "memory_limit_exceeded"),
    ("scratch", SCRATCH.replace("NUMBER", "20"), "accepted"),
    ("scratch", SCRATCH.replace("NUMBER", "3000"), "runtime_error"),
    ("javascript", "setInterval(() => {}, 1000); setTimeout(() => process.exit(3), 5)", "runtime_error"),
    (
        "python",
        "import os, threading\nthreading.Thread(target=os.read, args=[0, 1]).start()\nos._exit(1)",
        "runtime_error",
    ),
)
pids: list[int] = []
grouped: list[bool] = []
"""Of each jail, whether it had a control group of its own when it began."""


def recorded(*arguments: object, **options: object) -> Jail:
    """Start a jail and note its process."""
    jail = start(*arguments, **options)  # type: ignore[arg-type]
    pids.append(jail._child.pid)
    grouped.append(jail._group is not None and all(path.exists() for path in jail._group.entrances))
    return jail


def left(runner: Runner) -> dict[str, Any]:
    """Return what this process and its runs hold on this machine."""
    bases = set(runner._groups._bases.values())
    return {
        "processes": [pid for pid in children() if pid not in waiting(runner)],
        "mounts": sorted(line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "groups": len([path for base in bases for path in base.glob("run-*")]),
        "ipc": [Path("/proc/sysvipc", kind).read_text().count("\n") for kind in ("shm", "sem", "msg")],
        # Which slot the waiting jail has is chance; that there is one, with nothing in it but a room, is not.
        "slots": sorted(path.name for slot in runner._slots._slots if slot.is_dir() for path in slot.iterdir()),
        # firejail notes each jail that there is, those that wait included.
        "firejail": len([path for path in Path("/run/firejail").glob("*/*") if is_ours(path)]),
        "marked": [str(path) for folder in (*PLACES, os.environ["HOME"]) for path in Path(folder).glob(f"*{MARK}*")],
    }


def is_ours(path: Path) -> bool:
    return any(word.isdigit() and int(word) in pids for word in path.name.split("-"))


def waiting(runner: Runner) -> set[int]:
    return {held.result()._child.pid for held in runner._pool._waiting.values()}


def settled(runner: Runner) -> dict[str, Any]:
    """Return what is left when the pool has closed the last jail and has the next ones waiting."""

    def in_order() -> dict[str, Any] | None:
        found = left(runner)
        groups = {0, len(runner._pool._waiting) * kinds(runner)}
        return found if not found["processes"] and found["groups"] in groups else None

    return eventually(in_order, "the last jail is closed", said=lambda: left(runner)) or {}


def kinds(runner: Runner) -> int:
    return len(set(runner._groups._bases.values()))


def resident_kilobytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


def main() -> None:
    """Warm up, look, run, look again."""
    runs = int(sys.argv[3])
    wrong: Counter[str] = Counter()
    took: list[int] = []
    kilobytes: list[int] = []
    with Runner(staged_places(Path(sys.argv[1]), Path(sys.argv[2]))) as runner:
        turns = itertools.cycle(enumerate(PROGRAMS))
        for turn in range(len(PROGRAMS) + runs):
            if turn == len(PROGRAMS):
                before, cold = settled(runner), runner.cold_starts
            if turn >= len(PROGRAMS) and turn % len(PROGRAMS) == 0:
                kilobytes.append(resident_kilobytes())
            number, (toolchain, source, verdict) = next(turns)
            suffix = runner.toolchain(toolchain).facts.suffixes[0]
            run = runner.run_program(toolchain, f"program{suffix}", source)
            took.append(run.milliseconds)
            if program_verdict(run) != verdict:
                wrong[f"{number}: {program_verdict(run)} for {verdict} {run.limits_reached} {run.output[-300:]}"] += 1
        after = settled(runner)
        kilobytes.append(resident_kilobytes())
        cold = runner.cold_starts - cold
    facts = {"before": before, "after": after, "closed": left(runner), "wrong": wrong, "kilobytes": kilobytes}
    figures = {"cold": cold, "milliseconds_p50": statistics.median(took), "jails": len(pids), "grouped": sum(grouped)}
    sys.stdout.write(json.dumps(facts | figures))


start = Jail.started
Jail.started = recorded  # type: ignore[method-assign]
main()

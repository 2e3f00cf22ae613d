"""What an honest run waits for when it is handed in the moment after a bomb: a learner next to one who throws them."""

import statistics
import time
from contextlib import ExitStack

from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner
from tests.bench.jail_exercises import named_exercises
from tests.bench.jail_ways import wait_for_jail, wrong_verdict
from tests.support.checkout import ROOT

TOOLCHAIN, PATH = "python", "bomb.py"
TIMES = 10
AIM_MILLISECONDS = 100
BOMBS = {
    "processes": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n",
    "threads": "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,)).start()\n",
    "memory": "held = []\nwhile True:\n    held.append(bytearray(1 << 20))\n",
    "output": "while True:\n    print('x' * 1000)\n",
    "recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef deeper():\n    deeper()\ndeeper()\n",
    "its own end": "import os\nos.kill(os.getpid(), 9)\n",
    "processor": "while True:\n    pass\n",
}
Figures = dict[str, float]


def measured_bombs() -> dict[str, Figures]:
    """Return for each kind how long the bomb lasted, and p50 and max of the honest run after it, in milliseconds.

    Raises OutsetError when the honest verdict is another than it must be, or a jail cannot be had.
    """
    named = named_exercises(TOOLCHAIN)[0]
    found: dict[str, Figures] = {}
    with ExitStack() as stack:
        runner = stack.enter_context(Runner(staged_places(ROOT / "policies", ROOT / "build/npm/node_modules")))
        for kind, bomb in BOMBS.items():
            lasted, waited = [], []
            for _ in range(TIMES):
                wait_for_jail(runner, TOOLCHAIN)
                thrown = time.perf_counter()
                runner.run_program(TOOLCHAIN, PATH, bomb)
                began = time.perf_counter()
                verdict = runner.judge(named.exercise, named.sources).verdict
                lasted.append((began - thrown) * 1000)
                waited.append((time.perf_counter() - began) * 1000)
                if verdict is not named.verdict:
                    raise wrong_verdict(f"after a bomb of {kind}", named, verdict)
            figures = {"lasted": statistics.median(lasted), "p50": statistics.median(waited), "max": max(waited)}
            found[kind] = {name: round(milliseconds, 1) for name, milliseconds in figures.items()}
    return found


def bombs_table(found: dict[str, Figures]) -> str:
    """Return the table for people."""
    head = f"{'ten honest runs after a bomb of (ms)':<40}{'it lasted':>10}{'p50':>8}{'max':>8}{'aim':>8}"
    rows = [
        f"  {kind:<38}{at['lasted']:>10.0f}{at['p50']:>8.0f}{at['max']:>8.0f}{AIM_MILLISECONDS:>8}"
        for kind, at in found.items()
    ]
    return "\n".join([head, *rows, ""])

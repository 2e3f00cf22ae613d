"""Puts a pool through its life and prints what it saw as JSON. Run as the account that may have jails.

Arguments: the policies' folder, node_modules.
"""

import json
import os
import sys
from pathlib import Path

from kiosk_agent.runner.control_group import ControlGroups
from kiosk_agent.runner.hand_in import HandIn
from kiosk_agent.runner.pool import JailPool
from kiosk_agent.runner.scratch import ScratchSlots
from kiosk_agent.runner.staging import places
from kiosk_agent.runner.toolchain import load_toolchains

RUNS = 40
PROGRAM = "import builtins\nprint(hasattr(builtins, 'mark'))\nbuiltins.mark = True\n"
# Some end well, some badly, some have to be killed.
PROGRAMS = (
    PROGRAM,
    "raise ValueError\n",
    "import os\nos._exit(3)\n",
    "import os\nos.fork()\nos.kill(os.getpid(), 9)\n",
)


def run(pool: JailPool, source: str) -> str:
    """Run one program in a jail of the pool and return its output."""
    jail = pool.taken(toolchain)
    try:
        return jail.run(HandIn(files={"a.py": source}, solution=("a.py",), tests=())).output.strip()
    finally:
        pool.throw_away(jail)


def open_descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


toolchain = load_toolchains(Path(sys.argv[1]))["python"]
groups = ControlGroups()
found = places(Path(sys.argv[1]), Path(sys.argv[2]))
pool = JailPool(found, groups, ScratchSlots(found.home, must_be_limited=False))
saw: dict[str, object] = {}

pool.prepare(toolchain)
waiting = pool._waiting["python"].result()
saw["alive"] = waiting.alive
saw["marked_before"] = [run(pool, PROGRAM) for _ in range(3)]
saw["cold_starts"] = pool.cold_starts

pool._waiting["python"].result()._child.kill()
pool._waiting["python"].result()._child.wait()
saw["after_a_crash"] = run(pool, "print('fine')\n")
saw["cold_starts_after_a_crash"] = pool.cold_starts

before = open_descriptors()
for number in range(RUNS):
    run(pool, PROGRAMS[number % len(PROGRAMS)])
pool._waiting["python"].result()
saw["descriptors_grown"] = open_descriptors() - before

pool.close()
saw["groups_left"] = [str(path) for base in set(groups._bases.values()) for path in base.glob("run-*")]
children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
saw["children_left"] = children
sys.stdout.write(json.dumps(saw))

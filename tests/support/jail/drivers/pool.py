"""Puts pools through their lives and prints what it saw as JSON. Run as the account that may have jails.

Arguments: the policies' folder, node_modules.
"""

import contextlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.accounts import JailAccounts
from kiosk_agent.runner.jail.control_group import ControlGroups
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.scratch import ScratchSlots
from kiosk_agent.runner.pool.jail_pool import JailPool
from kiosk_agent.runner.pool.policies import Policies
from tests.support.jail.children import children
from tests.support.waiting import eventually

PLENTY = 1 << 30
TRIES, HURRIED = 3, 0.8
PROGRAM = "import builtins\nprint(hasattr(builtins, 'mark'))\nbuiltins.mark = True\n"
slept = [0.0]


def made(folder: Path, idle_bytes: int = PLENTY) -> JailPool:
    """Return a pool that goes by the policies in `folder`; `slept` is how long its machine was suspended."""
    found = staged_places(folder, Path(sys.argv[2]))
    kept = (found, groups, ScratchSlots(found.home, must_be_limited=False), JailAccounts(found.home), Policies(folder))
    return JailPool(*kept, idle_bytes=idle_bytes, slept=lambda: slept[0])


def descriptors() -> set[str]:
    """Return what this process holds open, each with its number."""
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        # The one by which the folder was read is gone.
        with contextlib.suppress(FileNotFoundError):
            found.add(f"{link.name} {link.readlink()}")
    return found


def killed(jail: Jail) -> None:
    """Kill firejail itself, which runs under the jail's account."""
    jail._account.kill([jail._child.pid])


def run(pool: JailPool, source: str, name: str = "python") -> str:
    """Run one program in a jail of the pool and return its output."""
    jail = pool.taken(pool._policies.toolchains()[name])
    try:
        return jail.run(HandIn(files={"a.py": source}, solution=("a.py",), tests=())).output.strip()
    finally:
        pool.throw_away(jail)


def prepare(pool: JailPool, *names: str) -> None:
    """Have a jail of each toolchain waiting, as far as the pool has room."""
    for name in names:
        pool.prepare(pool._policies.toolchains()[name])
        if name in pool._waiting:
            pool._waiting[name].result()


def is_soon(true: Callable[[], bool]) -> bool:
    """Wait until `true()`, and tell whether it came to that."""
    return eventually(true, "what the pool does by itself")


def is_replaced(pool: JailPool, disturb: Callable[[], object]) -> bool:
    """Tell whether the waiting jail is replaced after `disturb`, with nobody asking for one, and the old one ended."""
    before = pool._waiting["python"].result()
    disturb()
    fresh = is_soon(lambda: "python" in pool._waiting and pool._waiting["python"].result() is not before)
    return fresh and pool._waiting["python"].result().alive and is_soon(lambda: not before.alive)


def one_life(folder: Path) -> None:
    """A jail waits, is used once, dies, sleeps, and sees its policy change."""
    pool = made(folder)
    prepare(pool, "python")
    saw["alive"] = pool._waiting["python"].result().alive
    saw["memory_over"] = {}
    for name in ("python", "javascript"):
        prepare(pool, name)
        jail = pool._waiting[name].result()
        saw["memory_over"] |= {name: jail.memory_bytes - jail.toolchain.idle_bytes}
    saw["marked_before"] = [run(pool, PROGRAM) for _ in range(3)]
    saw["cold_starts"] = pool.cold_starts
    prepare(pool, "python")
    saw["replaced_after_a_crash"] = is_replaced(pool, lambda: killed(pool._waiting["python"].result()))
    saw["replaced_after_a_sleep"] = is_replaced(pool, lambda: slept.append(slept.pop() + 3600))
    policy = folder / "toolchains/python.toml"
    profile = folder / "firejail/jail.profile"
    saw["replaced_after_a_new_profile"] = is_replaced(pool, lambda: profile.write_text(profile.read_text() + "# new\n"))
    shorter = policy.read_text().replace("output_bytes = 1048576", "output_bytes = 10")
    saw["replaced_after_a_new_policy"] = is_replaced(pool, lambda: policy.write_text(shorter))
    saw["output_by_the_new_policy"] = run(pool, "print('x' * 100)\n")
    last = pool._waiting["python"].result()
    killed(last)
    last._child.wait()
    saw["after_a_crash_at_the_last_moment"] = run(pool, "print('fine')\n")
    pool.close()


def small_machine(folder: Path) -> None:
    """Memory for one waiting jail of two toolchains."""
    toolchains = Policies(folder).toolchains()
    room = max(toolchains[name].idle_bytes for name in ("python", "javascript"))
    pool = made(folder, idle_bytes=room)
    prepare(pool, "python", "javascript")
    saw["first_stays"] = list(pool._waiting)
    run(pool, "console.log(1)", "javascript")
    saw["last_used_waits"] = list(pool._waiting)
    run(pool, "print(1)", "python")
    saw["then_the_other"] = list(pool._waiting)
    pool.close()
    none = made(folder, idle_bytes=1)
    prepare(none, "python")
    saw["no_room"] = [list(none._waiting), run(none, "print('cold')\n"), none.cold_starts]
    none.close()


def somebody_in_a_hurry(folder: Path) -> None:
    """A compiler's jail is wanted as soon as it is started, after one that had its time."""
    pool = made(folder)
    java = pool._policies.toolchains()["java"]
    # The first is no measure: what the toolchain makes ahead may be made with it.
    prepare(pool, "java")
    of_the_warm_up = []
    jail = None
    # The best of several: what this machine does beside may take longer in either half of one.
    for _ in range(TRIES):
        if jail is not None:
            pool.throw_away(jail)
            pool._waiting["java"].result()
        began = time.monotonic()
        pool.throw_away(pool.taken(java))
        pool._waiting["java"].result()
        unhurried = time.monotonic() - began
        began = time.monotonic()
        pool.throw_away(pool.taken(java))
        jail = pool.taken(java)
        of_the_warm_up.append((time.monotonic() - began) / unhurried)
        if of_the_warm_up[-1] < HURRIED:
            break
    assert jail is not None
    saw["of_the_warm_up_when_hurried"], saw["hurried_times"] = min(of_the_warm_up), len(of_the_warm_up)
    program = "public class Hurried { public static void main(String[] words) { System.out.print(6 * 7); } }"
    saw["hurried"] = jail.run(HandIn(files={"Hurried.java": program}, solution=("Hurried.java",), tests=())).output
    saw["started_cold"], saw["half_started"] = pool.cold_starts, pool.half_started
    pool.throw_away(jail)
    pool.close()


saw: dict[str, Any] = {}
groups = ControlGroups()
held = descriptors()
with tempfile.TemporaryDirectory() as temporary:
    # Jails' accounts read the profile, too.
    Path(temporary).chmod(0o755)
    own = Path(temporary) / "policies"
    shutil.copytree(sys.argv[1], own)
    small_machine(own)
    one_life(own)
    somebody_in_a_hurry(own)
saw["groups_left"] = [str(path) for base in set(groups._bases.values()) for path in base.glob("run-*")]
saw["children_left"] = children()
saw["descriptors_left"] = sorted(descriptors() - held)
sys.stdout.write(json.dumps(saw))

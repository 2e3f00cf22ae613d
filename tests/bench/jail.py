"""`./outset bench jail [--toolchain NAME]…`: from hand-in to verdict, beside the raw tool, bubblewrap and jest.

All in one run, in turn, on two named exercises of which one fails; each verdict is checked. Times are in milliseconds.
With `--bombs` instead: what an honest run waits for when it is handed in the moment after a bomb.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk_agent import process
from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.runner.account import is_ours
from kiosk_agent.runner.host.become import python_as_ours
from kiosk_agent.runner.host.toolchain_tree import tree_of
from kiosk_agent.toolchains.facts import toolchain_names
from tests.bench.jail_bombs import TOOLCHAIN, bombs_table, measured_bombs
from tests.bench.jail_measure import measured
from tests.bench.jail_table import is_good, table
from tests.support.checkout import ROOT

RESULTS = ROOT / "build/bench/jail.json"
BOMBS_RESULTS = ROOT / "build/bench/jail-bombs.json"
TOOLCHAINS = toolchain_names()


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/jail.json; 1 when a figure is over what it must be."""
    parser = CommandParser(prog="./outset bench jail", description="Time the jail, from hand-in to verdict.")
    parser.add_argument("--toolchain", action="append", choices=TOOLCHAINS, help="only this one; may be given again")
    parser.add_argument("--bombs", action="store_true", help="instead, an honest run in the moment after a bomb")
    asked = parser.parse_args(arguments)
    chosen = asked.toolchain
    if is_ours():
        # One toolchain, measured where it is; the caller makes the table.
        try:
            sys.stdout.write(json.dumps(measured_bombs() if asked.bombs else measured(chosen[0])))
        except OutsetError as error:
            sys.stderr.write(f"\n{error}\n")
            return 1
        return 0
    if asked.bombs:
        found = _measured_by_the_account(TOOLCHAIN, "--bombs")
        sys.stdout.write(bombs_table(found))
        _keep(BOMBS_RESULTS, {"bombs": found})
        return 0
    figures: dict[str, dict[str, Any]] = {}
    missing: dict[str, str] = {}
    is_whole, load_before = True, os.getloadavg()[0]
    for name in chosen or TOOLCHAINS:
        try:
            figures[name] = _measured_by_the_account(name)
        except JailUnavailable as error:
            # Not on this machine: a fault only for who has asked for it.
            missing[name] = f"{error.message} ({error.hint})"
            is_whole &= not chosen
        except OutsetError as error:
            missing[name] = f"{error.message} ({error.hint})"
            is_whole = False
    machine = {
        "processors": os.cpu_count(),
        "load_before": round(load_before, 1),
        "load_after": round(os.getloadavg()[0], 1),
    }
    sys.stdout.write(table(figures, missing))
    _keep(RESULTS, {"machine": machine, "missing": missing, "toolchains": figures})
    words = (
        f"{machine['processors']} processors, load {machine['load_before']} before and {machine['load_after']} after"
    )
    sys.stdout.write(f"\n{words}; written to {RESULTS.relative_to(ROOT)}\n")
    return 0 if is_good(figures) and is_whole else 1


def _keep(results: Path, figures: dict[str, Any]) -> None:
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(figures, indent=2) + "\n")


def _measured_by_the_account(name: str, *options: str) -> dict[str, Any]:
    """Return what the account that may have jails measured, where the toolchain is. Raises OutsetError."""
    tree = tree_of(ROOT / "policies", name)
    command = python_as_ours(["-m", "tests.bench.jail", "--toolchain", name, *options], tree=tree, visible=[ROOT])
    child = process.start(command, stdout=subprocess.PIPE, stderr=sys.stderr.fileno(), cwd=ROOT, new_session=False)
    said, _ = child.communicate()
    if child.returncode != 0:
        raise OutsetError(f"{name} could not be measured", hint="read what was said above")
    figures: dict[str, Any] = json.loads(said)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

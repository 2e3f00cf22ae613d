"""Runs the attack suite and prints one JSON line an attack, then one that sums up.

    python3 -m tests.support.attacks.run_attacks [--policies DIR] [--node-modules DIR] [--native FILE]
        [--only NAME]… [--toolchain NAME]… [--twins] [--wall-seconds N] [--at-once N]

How it is run inside the booted image, where there is no pytest and no compiler:
* It needs Python, the product's package with runner/host laid over it, which no kiosk has, and this folder and
  tests/fixtures/attacks below a folder that is on PYTHONPATH:
  `PYTHONPATH=/usr/lib/outset:DISK python3 -m tests.support.attacks.run_attacks …`. Nothing else of tests.
* Run it as the account that may start jails (kiosk-runner, or outset-runner on a host); it writes to /tmp alone.
* --policies and --node-modules: as for `./outset kiosk run`; the default is this checkout's or the image's. Toolchains
  that come with the disk are found when --policies names a folder that holds their files.
* --native: the binary that `python3 -m tests.support.attacks.build_native FOLDER` makes on the machine that builds the
  disk. Without it the attacks in machine code are said to be absent.
* --twins: also try each attack where nothing holds it. For hosts: a kiosk's kernel refuses many of them by itself.

A line: {"name", "title", "source", "kind", "jail": {"became", "evidence"}, "twin": {…} or null, "seconds"}, where
became is blocked, through, broken or absent. The last line: {"summary": {became: count}, "twins": {…}, "through": […],
"broken": […], "absent": […], "seconds"}. The exit code is 0 when none got through and none is broken, else 1.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.host.place_options import add_place_options, chosen_places
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner
from tests.support.attacks.attack_file import PROGRAMS, Attack, load_attacks
from tests.support.attacks.outcome import Became, Outcome
from tests.support.attacks.places import SHARED, prepare_policies, visible
from tests.support.attacks.tries import Trial

WALL_SECONDS = 4.0


def main(arguments: Sequence[str]) -> int:
    """Try what was chosen; 0 when nothing got through."""
    chosen = _parsed(arguments)
    attacks = [
        attack
        for attack in load_attacks(PROGRAMS)
        if (not chosen.only or attack.name in chosen.only)
        and (not chosen.toolchain or attack.toolchain in chosen.toolchain)
    ]
    started = time.monotonic()
    own_policies, node_modules = chosen_places(chosen)
    with tempfile.TemporaryDirectory(prefix="outset-attacks-", dir=SHARED) as folder:
        Path(folder).chmod(0o755)
        native = visible(chosen.native, Path(folder)) if chosen.native else None
        policies = prepare_policies(own_policies, Path(folder), native, chosen.wall_seconds)
        places = staged_places(policies, node_modules)
        with Runner(places) as runner:
            lines = _all_tried(Trial(runner, places, native), attacks, twins=chosen.twins, at_once=chosen.at_once)
    return _summed_up(lines, time.monotonic() - started)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = CommandParser(prog="python3 -m tests.support.attacks.run_attacks", description="Attack the jail.")
    parser.add_argument("--native", type=Path, help="the binary with the attacks in machine code")
    parser.add_argument("--only", action="append", help="name of one attack, as in python/fork_bomb; may be repeated")
    parser.add_argument("--toolchain", action="append", help="only attacks of this toolchain; may be repeated")
    parser.add_argument("--twins", action="store_true", help="also try each attack outside of the jail")
    parser.add_argument("--wall-seconds", type=float, default=WALL_SECONDS, help="wall time of one program")
    parser.add_argument("--at-once", type=int, default=2, help="how many attacks are tried at a time")
    add_place_options(parser)
    return parser.parse_args(arguments)


def _all_tried(trial: Trial, attacks: list[Attack], *, twins: bool, at_once: int) -> list[dict[str, object]]:
    lines = []
    with ThreadPoolExecutor(at_once) as threads:
        for line in threads.map(lambda attack: _tried(trial, attack, twins=twins), attacks):
            lines.append(line)
            _print(line)
    return lines


def _tried(trial: Trial, attack: Attack, *, twins: bool) -> dict[str, object]:
    started = time.monotonic()
    jail = _outcome_of(trial.in_jail, attack)
    if jail.became is Became.BROKEN:
        # A machine with much else to do may not have let it come to its point.
        jail = _outcome_of(trial.in_jail, attack)
    twin = _outcome_of(trial.outside, attack) if twins else None
    return {
        "name": attack.name,
        "title": attack.title,
        "source": attack.source,
        "kind": attack.kind,
        "jail": _outcome(jail),
        "twin": _outcome(twin) if twin else None,
        "seconds": round(time.monotonic() - started, 2),
    }


def _outcome_of(attempt: Callable[[Attack], Outcome], attack: Attack) -> Outcome:
    try:
        return attempt(attack)
    except JailUnavailable as error:
        return Outcome(Became.BROKEN, str(error))


def _outcome(outcome: Outcome) -> dict[str, str]:
    return {"became": outcome.became, "evidence": outcome.evidence[:1000]}


def _summed_up(lines: list[dict[str, object]], seconds: float) -> int:
    def became(side: str) -> list[tuple[object, str]]:
        return [(line["name"], dict(line[side])["became"]) for line in lines if line[side]]  # type: ignore[call-overload]

    jails = became("jail")
    summary = {
        "summary": Counter(word for _, word in jails),
        "twins": Counter(word for _, word in became("twin")),
        **{kind: [name for name, word in jails if word == kind] for kind in ("through", "broken", "absent")},
        "seconds": round(seconds, 1),
    }
    _print(summary)
    return 1 if summary["through"] or summary["broken"] else 0


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

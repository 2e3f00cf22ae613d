"""Judges answers to a track's exercises, several at once: {"exercise", "source"} a line in, Judgements out in order.

Run as the account that may have jails. Arguments: the policies' folder, node_modules, the track.
"""

import json
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Judgement
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner
from kiosk_agent.toolchains.toolchain import load_toolchains

WALL_SECONDS = "wall_seconds = 10.0"
SHORTER = "wall_seconds = 4.0"


def hurried(policies: Path, scratch: str, toolchain: str) -> Path:
    """Return a copy of the policies by which what never ends is stopped sooner, where nothing is compiled."""
    # Each jail has an account of its own, which reads them.
    Path(scratch).chmod(0o755)
    copy = shutil.copytree(policies, Path(scratch) / "policies")
    policy = copy / "toolchains" / f"{toolchain}.toml"
    policy.write_text(policy.read_text(encoding="utf-8").replace(WALL_SECONDS, SHORTER), encoding="utf-8")
    return copy


def main(policies: str, node_modules: str, folder: str) -> None:
    """Answer all lines when stdin has ended."""
    track = load_track(Path(folder))
    is_compiled = bool(load_toolchains(Path(policies))[track.language_name].make_ahead)
    # A compiler fills a machine by itself.
    side_by_side = 1 if is_compiled else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(policies) if is_compiled else hurried(Path(policies), scratch, track.language_name)
        places = staged_places(own, Path(node_modules))
        # Whoever waits for nothing but the last answer wins nothing by a jail that is made ahead.
        with Runner(places, warm=False) as runner, ThreadPoolExecutor(side_by_side) as workers:

            def judged(line: str) -> Judgement:
                asked = json.loads(line)
                exercise = track.exercise(asked["exercise"])
                return runner.judge(exercise, {exercise.solution_files[0]: asked["source"]})

            for judgement in workers.map(judged, sys.stdin):
                sys.stdout.write(judgement.model_dump_json() + "\n")


main(*sys.argv[1:])

"""Judges as the classroom server does: a Runner, a folder of tracks, and no kiosk's settings anywhere.

One request a line: {"track", "exercise", "source", "judging"} in, the Judgement out. Run as the account that may have
jails. Arguments: the policies' folder, node_modules, the folder of tracks.
"""

import json
import sys
from pathlib import Path

from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Judging
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner


def main(policies: str, node_modules: str, folder: str) -> None:
    """Answer each line until stdin ends."""
    tracks = {path.name: load_track(path) for path in Path(folder).iterdir()}
    with Runner(staged_places(Path(policies), Path(node_modules)), pairs=True) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            exercise = tracks[asked["track"]].exercise(asked["exercise"])
            sources = {exercise.solution_files[0]: asked["source"]}
            judgement = runner.judge(exercise, sources, Judging(asked["judging"]))
            sys.stdout.write(judgement.model_dump_json() + "\n")
            sys.stdout.flush()


main(*sys.argv[1:])

"""Judges programs of jvm_exercises.py, each in a jail that is started for it: nobody waits for a warm one.

One request a line: {"track", "exercise", "source"} in, the Judgement out. Run as the account that may have jails.
Arguments: the policies' folder, node_modules, the folder of tracks.
"""

import json
import sys
from pathlib import Path

from kiosk_agent.curriculum import load_track
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner


def main(policies: str, node_modules: str, folder: str) -> None:
    """Answer each line until stdin ends."""
    tracks = {path.name: load_track(path) for path in Path(folder).iterdir()}
    with Runner(staged_places(Path(policies), Path(node_modules)), warm=False) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            exercise = tracks[asked["track"]].exercise(asked["exercise"])
            judgement = runner.judge(exercise, {exercise.solution_files[0]: asked["source"]})
            sys.stdout.write(judgement.model_dump_json() + "\n")
            sys.stdout.flush()


main(*sys.argv[1:])

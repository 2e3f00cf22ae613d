"""Long work, as a course of years has it: a file of 300 lines, a track of 300 exercises."""

import json
import shutil
import uuid
from pathlib import Path

from kiosk_agent.curriculum import build_bundle
from tests.support.checkout import ROOT

TRACK = ROOT / "classroom_server" / "tracks" / "javascript"
LINES, EXERCISES = 300, 300
_PART = """\
// what the boxes of shelf {number} weigh
export function kilos{number}(boxes) {{
  const text = `${{boxes.length}} boxes of shelf {number}`;
  return boxes.reduce((sum, box) => sum + box.kilos * {number}, 0);
}}
"""


def program() -> str:
    """Return a JavaScript file of as many lines."""
    return "".join(_PART.format(number=number) for number in range(1, LINES // _PART.count("\n") + 1))


def write_track(tracks: Path, work: Path) -> None:
    """Bundle a track of as many exercises into `tracks`, as a kiosk has it: ours, again and again.

    `work` is an empty folder.
    """
    shutil.copytree(TRACK, work, dirs_exist_ok=True)
    config = json.loads((work / "config.json").read_text(encoding="utf-8"))
    ours, concepts = config["exercises"]["concept"], config["concepts"]
    config["exercises"]["concept"], config["concepts"] = [], []
    for turn in range(EXERCISES // len(ours)):
        config["concepts"] += [each | _renamed(each, turn) for each in concepts]
        for entry in ours:
            folder = work / "exercises" / "concept" / entry["slug"]
            shutil.copytree(folder, folder.with_name(f"{entry['slug']}-{turn}"))
            needs = {name: [f"{slug}-{turn}" for slug in entry[name]] for name in ("concepts", "prerequisites")}
            config["exercises"]["concept"].append(entry | _renamed(entry, turn) | needs)
    (work / "config.json").write_text(json.dumps(config), encoding="utf-8")
    build_bundle(work, tracks / "javascript")


def _renamed(entry: dict[str, str], turn: int) -> dict[str, str]:
    return {"slug": f"{entry['slug']}-{turn}", "uuid": str(uuid.uuid5(uuid.UUID(entry["uuid"]), str(turn)))}

"""The jail where it matters most: in the image, under the runner's own unit, asked for as the tutor asks."""

import json

import pytest

from image.emulator.machine import Machine

# The tutor's account hands in a program over the runner's socket; what comes back is printed as it is.
HAND_IN = """
import json, socket
from kiosk_agent.protocol.local import RunnerRequest
from kiosk_agent.protocol.results import Submission
from kiosk_agent.curriculum import load_track
from pathlib import Path
tracks = Path("/usr/share/outset/tracks")
track = load_track(sorted(path for path in tracks.iterdir() if path.is_dir())[0])
exercise = track.exercises[0]
# The exercise's own stub is what its tests ask for; without it nothing would be run.
files = {exercise.solution_files[0]: SOURCE + exercise.stub()}
submission = Submission(track=track.slug, exercise=exercise.slug, files=files)
request = RunnerRequest(request_id=1, submission=submission)
with socket.socket(socket.AF_UNIX) as runner:
    runner.connect("/run/kiosk-runner/tutor.sock")
    runner.sendall(request.model_dump_json().encode() + b"\\n")
    print(runner.makefile().readline())
"""
LOOK_AROUND = """
import fs from "node:fs";
const read = (path) => { try { return fs.readFileSync(path, "utf8"); } catch (error) { return error.code; } };
console.log(JSON.stringify({
  profile: read("/proc/self/attr/current"), groups: read("/proc/self/cgroup"), status: read("/proc/self/status"),
  network: read("/proc/net/dev"), key: read("/var/lib/kiosk-agent/device.key"), state: read("/var/lib/kiosk-agent"),
  settings: read("/usr/share/outset/kiosk.toml"),
}));
"""


def hand_in(kiosk: Machine, source: str, account: str = "learner") -> str:
    """Return the runner's reply, one JSON line, to a program that `account` hands in."""
    script = HAND_IN.replace("SOURCE", repr(source))
    environment = "PYTHONPATH=/usr/lib/outset PYTHONDONTWRITEBYTECODE=1"
    run = f"setpriv --reuid {account} --regid $(id -g {account}) --clear-groups env {environment} python3"
    return kiosk.shell(f"{run} - <<'E'\n{script}\nE", timeout_seconds=300).output


@pytest.fixture(scope="module")
def seen(kiosk: Machine) -> dict[str, str]:
    """What a learner's program sees of the kiosk."""
    reply = json.loads(hand_in(kiosk, LOOK_AROUND))
    said = [line for line in reply["body"]["judgement"]["output"].splitlines() if line.startswith("{")]
    assert said, reply
    found: dict[str, str] = json.loads(said[0])
    return found


def test_jail_is_held_by_its_apparmor_profile(seen: dict[str, str]) -> None:
    assert "firejail-default" in seen["profile"]
    assert "(enforce)" in seen["profile"]


def test_jail_has_a_control_group_of_its_own_under_the_runners_unit(kiosk: Machine) -> None:
    # In a jail all groups look like the root; from outside, each warm jail has its own beside the runner's. One may
    # end between the two commands: it says nothing then.
    groups = kiosk.shell("find /sys/fs/cgroup/system.slice/kiosk-runner.service -mindepth 1 -type d 2>/dev/null").lines
    runs = [group for group in groups if not group.endswith("/main")]
    found = [kiosk.shell(f"cat {group}/memory.max {group}/pids.max 2>/dev/null").lines for group in runs]
    standing = [limits for limits in found if limits]
    assert standing
    assert all(len(limits) == 2 and all(limit.isdigit() for limit in limits) for limits in standing), standing


def test_jail_has_no_rights_and_no_network(seen: dict[str, str]) -> None:
    status = dict(line.split(":", 1) for line in seen["status"].splitlines() if ":" in line)
    assert status["NoNewPrivs"].strip() == "1"
    assert status["Seccomp"].strip() == "2"
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert "eth" not in seen["network"]
    assert "enp" not in seen["network"]


def test_jail_sees_neither_the_key_nor_the_settings(seen: dict[str, str]) -> None:
    assert {seen["key"], seen["state"], seen["settings"]} <= {"ENOENT", "EACCES", "ENOTDIR"}


def test_fork_bomb_is_stopped_and_the_runner_lives_on(kiosk: Machine) -> None:
    bomb = 'import { spawn } from "node:child_process"; for (;;) spawn(process.execPath, ["-e", "for (;;);"]);'
    reply = json.loads(hand_in(kiosk, bomb))
    assert reply["body"]["judgement"]["verdict"] not in {"accepted", "internal_error"}
    again = json.loads(hand_in(kiosk, LOOK_AROUND))
    assert again["body"]["kind"] == "judged"


def test_runner_answers_nobody_but_the_tutor(kiosk: Machine) -> None:
    assert '"judged"' not in hand_in(kiosk, LOOK_AROUND, account="kiosk-agent")

"""Real jails, under the account that may have them, asked for as a person or the tutor asks."""

import getpass
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.results import Judgement, Judging, RunResult, Verdict
from tests.budgets import JAIL_CASES
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail import forgeries
from tests.support.jail.jails import (
    WALL_SECONDS,
    JudgeAsServer,
    Ran,
    RunProgram,
    Served,
    as_account,
    outset,
    write_track,
)
from tests.support.waiting import LIMIT_SECONDS, eventually

HERE = Path(__file__).parent
SERVER_WALL_SECONDS = 8.0
"""Two jails and their talk on a busy machine; what never ends is asked for a few times only."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a tier that has outgrown its budget."""
    cases = [item for item in items if item.path.is_relative_to(HERE) and not item.get_closest_marker("full")]
    if len(cases) > JAIL_CASES:
        raise pytest.UsageError(f"tests/jail has {len(cases)} cases, and tests/budgets.py gives it {JAIL_CASES}")


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that every account may read and write."""
    with tempfile.TemporaryDirectory(prefix="outset-jail-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture(scope="session")
def policies(open_folder: Path) -> Path:
    """Our policies, with less wall time."""
    return _policies(open_folder / "policies", WALL_SECONDS)


def _policies(folder: Path, seconds: float) -> Path:
    shutil.copytree(ROOT / "policies", folder)
    for path in (folder / "toolchains").glob("*.toml"):
        wall_seconds = tomllib.loads(path.read_text())["limits"]["wall_seconds"]
        text = path.read_text()
        assert f"wall_seconds = {wall_seconds}" in text
        path.write_text(text.replace(f"wall_seconds = {wall_seconds}", f"wall_seconds = {seconds}"))
    return folder


@pytest.fixture(scope="module")
def run_program(policies: Path) -> Iterator[RunProgram]:
    """Run one program of a toolchain in a jail as the runner does; one process serves a file of tests."""
    driver = [DRIVERS / "programs.py", policies, ROOT / "build/npm/node_modules"]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def run(toolchain: str, source: str) -> Ran:
        asks.write(json.dumps({"toolchain": toolchain, "source": source}).encode() + b"\n")
        asks.flush()
        facts = json.loads(answers.readline())
        return Ran(Verdict(facts["verdict"]), RunResult.model_validate(facts["run"]))

    yield run
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.fixture(scope="session")
def judge_as_server(open_folder: Path) -> Iterator[JudgeAsServer]:
    """Judge programs of tests/support/jail/forgeries.py as the classroom server does, without any kiosk's settings."""
    policies = _policies(open_folder / "server-policies", SERVER_WALL_SECONDS)
    tracks = open_folder / "server-tracks"
    for name, exercises in forgeries.TRACKS.items():
        write_track(tracks / name, name, exercises)
    driver = [DRIVERS / "judge.py", policies, ROOT / "build/npm/node_modules", tracks]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def judge(track: str, exercise: str, source: str, judging: Judging) -> Judgement:
        asked = {"track": track, "exercise": exercise, "source": source, "judging": judging}
        asks.write(json.dumps(asked).encode() + b"\n")
        asks.flush()
        return Judgement.model_validate_json(answers.readline())

    yield judge
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.fixture(scope="module")
def serve(open_folder: Path, policies: Path) -> Iterator[Callable[[Path], Served]]:
    """Start the runner's service for a folder of tracks, as on a kiosk; it is stopped at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(tracks: Path) -> Served:
        place = Path(tempfile.mkdtemp(dir=open_folder))
        place.chmod(0o777)
        values = {
            "server_url": "https://127.0.0.1:1",
            "ca_path": place / "ca.pem",
            "state_path": place,
            "agent_socket": place / "agent.sock",
            "runner_socket": place / "runner.sock",
            "tracks_path": tracks,
            "policies_path": policies,
            "node_modules_path": ROOT / "build/npm/node_modules",
            "tutor_account": getpass.getuser(),
        }
        lines = [f'{key} = "{value}"' for key, value in values.items()]
        (place / "kiosk.toml").write_text("\n".join([*lines, "built_at = 2026-01-01T00:00:00Z", ""]))
        child = process.start(outset("kiosk", "runner", "--settings", place / "kiosk.toml"), log=place / "runner.log")
        started.append(child)
        log = (place / "runner.log").read_text
        eventually(lambda: (place / "runner.sock").is_socket() or child.poll() is not None, "a runner", said=log)
        assert child.poll() is None, log()
        return Served(place / "runner.sock", place / "runner.log")

    yield start
    for child in started:
        child.terminate()
        child.wait(LIMIT_SECONDS)

"""A kiosk made of this machine's own processes, for a terminal: no image, the same programs."""

import getpass
import hashlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from image.paths import BUILD, CHECKOUT, POLICIES, TRACKS
from image.room.programs import Program, python
from image.site import DEVELOPMENT_SITE
from kiosk_agent import process
from kiosk_agent.curriculum import build_bundle


def bundles(destination: Path) -> Path:
    """Build what a kiosk gets of each of our tracks."""
    for track in sorted(path for path in TRACKS.iterdir() if (path / "config.json").is_file()):
        build_bundle(track, destination / track.name)
    return destination


class LocalKiosk:
    """A kiosk made of this machine's own processes: an agent, a runner under its account, and a tutor in a terminal."""

    def __init__(self, folder: Path, port: int, name: str) -> None:
        self.folder = folder
        self.settings_path = folder / "kiosk.toml"
        # Sockets have short paths only, and the runner may write nowhere but in its own folder.
        mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        self.runner_socket = Path(f"/var/lib/outset-runner/{mark}.sock")
        # In a folder of its own: an agent keeps beside its socket who is signed in.
        self.agent_socket = Path(f"/tmp/outset-{os.getuid()}-{mark}/agent.sock")  # noqa: S108 - it checks its peer
        self.agent_socket.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        values = {
            "server_url": f"https://127.0.0.1:{port}",
            "ca_path": DEVELOPMENT_SITE / "ca.pem",
            "state_path": folder / "state",
            "agent_socket": self.agent_socket,
            "runner_socket": self.runner_socket,
            "tracks_path": bundles(folder / "tracks"),
            "policies_path": POLICIES,
            "node_modules_path": BUILD / "npm" / "node_modules",
            "tutor_account": getpass.getuser(),
            "kiosk_name": name,
        }
        lines = [f'{key} = "{value}"' for key, value in values.items()]
        self.settings_path.write_text("\n".join([*lines, f"built_at = {self._built_at()}", ""]), encoding="utf-8")

    @staticmethod
    def _built_at() -> str:
        return datetime.now(UTC).replace(microsecond=0).isoformat()

    def agent(self) -> Program:
        """Start the agent and return when the tutor could connect."""
        argv = python("kiosk_agent", "agent", "--settings", self.settings_path)
        agent = Program("the kiosk's agent", argv, self.folder / "agent.log")
        return _listening(agent, self.agent_socket)

    def runner(self) -> Program:
        """Start the runner under its own account and return when the tutor could connect."""
        argv: list[str | Path] = [CHECKOUT / "outset", "kiosk", "runner", "--settings", self.settings_path]
        return _listening(Program("the kiosk's runner", argv, self.folder / "runner.log"), self.runner_socket)

    def tutor_argv(self) -> list[str]:
        """Return the command line of the tutor, for a terminal."""
        return [
            os.fspath(word) for word in python("kiosk_agent", "tutor", "--settings", self.settings_path, "--quit-key")
        ]

    @staticmethod
    def tutor_environment() -> dict[str, str]:
        """Return what the tutor's environment needs."""
        return {"PYTHONPATH": str(CHECKOUT)}

    def show_tutor(self) -> int:
        """Run the tutor in this terminal until its person leaves; return its exit code."""
        child = process.start(
            self.tutor_argv(),
            cwd=CHECKOUT,
            extra_environment=self.tutor_environment(),
            stdin=sys.stdin.fileno(),
            stdout=sys.stdout.fileno(),
            stderr=sys.stderr.fileno(),
            new_session=False,
        )
        return child.wait()


def _listening(program: Program, socket_path: Path) -> Program:
    before = _made_at(socket_path)
    try:
        program.wait_for(lambda: _made_at(socket_path) not in (None, before), f"listening at {socket_path}")
    except BaseException:
        program.stop()
        raise
    return program


def _made_at(socket_path: Path) -> int | None:
    # Not the inode: a file system gives a freed one to the next file.
    return socket_path.stat().st_ctime_ns if socket_path.is_socket() else None

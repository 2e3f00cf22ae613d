"""`python -m kiosk_agent runner --settings FILE`: the runner as a service."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kiosk_agent.command_line import CommandParser
from kiosk_agent.curriculum import Track, load_tracks
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.protocol.peer import tutor_uid
from kiosk_agent.runner import account
from kiosk_agent.runner.jail.places import Places, installed_places
from kiosk_agent.runner.runner import Runner
from kiosk_agent.runner.service import RunnerService
from kiosk_agent.settings import KioskSettings
from kiosk_agent.supervision import Supervisor, start_log

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Serve on a kiosk until told to stop; 0 then. Raises OutsetError for what cannot be begun."""
    return serve(settings_path(arguments), installed_places)


def settings_path(arguments: Sequence[str]) -> Path:
    """Return the path of the settings that the command line names."""
    parser = CommandParser(prog="./outset kiosk runner", description="Judge what the tutor hands in.")
    parser.add_argument("--settings", type=Path, required=True, help="the kiosk's settings (TOML)")
    path: Path = parser.parse_args(arguments).settings
    return path


def serve(path: Path, find_places: Callable[[Path, Path], Places]) -> int:
    """Serve by the settings at `path` until told to stop; 0 then. Raises OutsetError for what cannot be begun.

    `find_places` makes the jail's places of the folders of policies and of JavaScript libraries.
    """
    if not account.is_ours():
        hint = "on a kiosk its unit starts it; on another machine, run: ./outset kiosk runner"
        raise JailUnavailable("the runner has an account of its own, and this is another", hint=hint)
    settings = KioskSettings.load(path)
    start_log("kiosk-runner")
    tracks = {track.slug: track for track in load_tracks(settings.tracks_path)}
    with Runner(find_places(settings.policies_path, settings.node_modules_path)) as runner:
        logger.info(runner.describe_limits())
        _warm_up(runner, tracks)
        asyncio.run(_serve(settings, runner, tracks, Supervisor()))
    return 0


def _warm_up(runner: Runner, tracks: Mapping[str, Track]) -> None:
    for name in dict.fromkeys(exercise.language_name for track in tracks.values() for exercise in track.exercises):
        try:
            runner.prepare(name)
        except JailUnavailable as error:
            logger.warning("%s", error)


async def _serve(settings: KioskSettings, runner: Runner, tracks: Mapping[str, Track], supervisor: Supervisor) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    uid = tutor_uid(settings.tutor_account)
    server = await RunnerService(settings.runner_socket, uid, runner, tracks).listen()
    try:
        supervisor.ready()
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(supervisor.watchdog_seconds):
                    await stop.wait()
            supervisor.alive()
    finally:
        supervisor.stopping()
        server.close()
        settings.runner_socket.unlink(missing_ok=True)

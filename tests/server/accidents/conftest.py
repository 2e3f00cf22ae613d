"""The real program, and a class that goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.accidents.lessons import Lesson
from tests.support.server.rooms import Room
from tests.support.server.running_server import RunningServer


@pytest.fixture
def server(room: Room, tmp_path: Path) -> Iterator[RunningServer]:
    """Give the program, running."""
    running = RunningServer(room, tmp_path / "server.log")
    running.start()
    yield running
    running.stop_if_running()


@pytest.fixture
def lesson(server: RunningServer) -> Lesson:
    """Give a class in it."""
    return Lesson(server)

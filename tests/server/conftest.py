"""Rooms for the tests of the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server.rooms import Room, ServedRoom, open_room
from tests.support.server.running_server import RunningServer


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Give a classroom that is not served."""
    opened = open_room(tmp_path / "classroom")
    yield opened
    opened.classroom.database.close()


@pytest.fixture
def served(room: Room) -> Iterator[ServedRoom]:
    """Give a classroom that answers over HTTPS."""
    serving = ServedRoom(room)
    serving.start()
    yield serving
    serving.stop()


@pytest.fixture
def server(room: Room, tmp_path: Path) -> Iterator[RunningServer]:
    """Give the real program, running."""
    running = RunningServer(room, tmp_path / "server.log")
    running.start()
    yield running
    running.stop_if_running()

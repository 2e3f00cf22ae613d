"""Rooms for the tests of the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server.rooms import Room, ServedRoom, open_room


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

"""A class that goes on in the real program."""

import pytest

from tests.server.accidents.lessons import Lesson
from tests.support.server.running_server import RunningServer


@pytest.fixture
def lesson(server: RunningServer) -> Lesson:
    """Give a class in it."""
    return Lesson(server)

"""A lesson to look at. What is tried here asks for passwords and PINs all the time, and is about other things."""

import pytest

from tests.support.server.looks import Lesson
from tests.support.server.quick_passwords import quick_passwords
from tests.support.server.rooms import ServedRoom

__all__ = ["quick_passwords"]


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.link.programs import Classroom, KioskProgram, free_port
from tests.support.link.slow_line import SlowLine


@pytest.fixture
def classroom(tmp_path: Path) -> Iterator[Classroom]:
    """Give a real classroom server with an open session."""
    room = Classroom(tmp_path / "classroom")
    room.prepare()
    room.start()
    yield room
    room.program.kill()
    room.database.close()


@pytest.fixture
def line(classroom: Classroom) -> Iterator[SlowLine]:
    """Give the cable to that server."""
    cable = SlowLine(free_port(), classroom.port)
    cable.start()
    yield cable
    cable.stop()


@pytest.fixture
def kiosk(tmp_path: Path, classroom: Classroom, line: SlowLine) -> Iterator[KioskProgram]:
    """Give a real agent at the other end of the cable, started and not yet approved."""
    made = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{line.port}", classroom.settings.ca_path)
    made.program.start()
    yield made
    made.program.kill()

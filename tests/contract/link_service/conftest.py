import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.link.kiosk_house import KioskHouse
from tests.support.link.model_server import ModelServer, make_site


@pytest.fixture
def model(tmp_path: Path) -> Iterator[ModelServer]:
    """Give a running model server, whose certificates ended long ago: no kiosk may look at that."""
    folder = tmp_path / "site"
    folder.mkdir()
    make_site(folder, not_before=datetime(2001, 1, 1, tzinfo=UTC))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ModelServer(folder, port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def house(tmp_path: Path, model: ModelServer) -> KioskHouse:
    """Give a kiosk that belongs to the model server."""
    return KioskHouse.build(tmp_path / "kiosk", f"https://127.0.0.1:{model.port}", model.folder / "ca.pem")

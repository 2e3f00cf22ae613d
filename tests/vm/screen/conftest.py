"""A classroom for the kiosks of these tests."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from image.room.server import TRAINER, copy_site, create_trainer, start_server
from image.room.trainer_page import TrainerPage, open_browser


@pytest.fixture(scope="module")
def room(machines: Path) -> Iterator[tuple[int, TrainerPage]]:
    """A classroom server with nobody in it yet, and its trainer at their page."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    folder = machines / "classroom"
    with ExitStack() as stack:
        copy_site(folder)
        stack.enter_context(start_server(port, folder))
        password = create_trainer(folder)
        assert password is not None
        trainer = TrainerPage(stack.enter_context(open_browser(folder / "ca.pem")), f"https://127.0.0.1:{port}")
        trainer.sign_in(TRAINER, password)
        yield port, trainer

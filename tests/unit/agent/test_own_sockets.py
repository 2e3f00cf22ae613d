"""Where the tutor is let in: whoever finds the path there is heard."""

import asyncio
import stat
from pathlib import Path

import pytest

from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.peer import SOCKET_MODE, listen_at


async def _hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def _listen(path: Path) -> None:
    (await listen_at(path, _hang_up, setting="runner_socket")).close()


def test_path_is_not_there_before_anybody_may_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, there = tmp_path / "runner.sock", []
    change_mode = Path.chmod

    def note(self: Path, mode: int) -> None:
        there.append(path.exists())
        change_mode(self, mode)

    monkeypatch.setattr(Path, "chmod", note)
    asyncio.run(_listen(path))
    assert there == [False]
    assert path.is_socket()
    assert stat.S_IMODE(path.stat().st_mode) == SOCKET_MODE


def test_socket_of_the_one_before_is_replaced_and_the_new_one_answers(tmp_path: Path) -> None:
    path = tmp_path / "runner.sock"

    async def start_twice() -> bytes:
        first = await listen_at(path, _hang_up, setting="runner_socket")
        second = await listen_at(path, _hang_up, setting="runner_socket")
        first.close()
        reader, writer = await asyncio.open_unix_connection(path)
        heard = await reader.read()
        writer.close()
        second.close()
        return heard

    assert asyncio.run(start_twice()) == b""
    assert [each.name for each in tmp_path.iterdir()] == ["runner.sock"]


def test_folder_that_is_not_there_is_told_of_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(OutsetError) as told:
        asyncio.run(_listen(tmp_path / "nowhere" / "runner.sock"))
    assert "runner_socket" in str(told.value.hint)

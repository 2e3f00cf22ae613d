"""A cable between kiosk and server that a test may pull, plug in again or make slow."""

import asyncio
import contextlib
import ctypes
import socket
import threading

from tests.support.waiting import LIMIT_SECONDS

# asm-generic/socket.h and linux/filter.h; Python has no names for them.
_ATTACH_FILTER = 26
_RETURN = 0x06


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def swallow_packets(connection: socket.socket) -> None:
    """Have the kernel lose every packet that comes for a connection before it would acknowledge it; no root needed."""
    nothing_passes = _Instruction(_RETURN, 0, 0, 0)
    program = _Program(1, ctypes.pointer(nothing_passes))
    connection.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, bytes(program))


class SlowLine:
    """Passes bytes on from a port of its own to the server's."""

    def __init__(self, server_port: int) -> None:
        self.port = 0
        self.delay_seconds = 0.0
        self.calls = 0
        self.answered_bytes = 0
        self._server_port = server_port
        self._pulled = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1")
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(LIMIT_SECONDS)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(LIMIT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LIMIT_SECONDS)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        self._reset()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def pull(self) -> None:
        """Nothing comes through any more, no acknowledgement either, and nobody is told: that is how a cable goes."""
        self._pulled = True
        for writer in list(self._writers):
            if not writer.is_closing():
                swallow_packets(writer.get_extra_info("socket"))

    def plug_in(self) -> None:
        """New connections work; of the old ones the far ends know nothing any more."""
        self._pulled = False
        self._loop.call_soon_threadsafe(self._reset)

    def _reset(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        self._writers.add(writer)
        with contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
            self._writers.add(far_writer)
            await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer, is_answer=True))
        writer.close()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        with contextlib.suppress(OSError):
            while some := await reader.read(65536):
                await asyncio.sleep(self.delay_seconds)
                if not self._pulled:
                    self.answered_bytes += len(some) if is_answer else 0
                    writer.write(some)
                    await writer.drain()
        writer.close()

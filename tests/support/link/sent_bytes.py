"""Every byte that agents of this process send, as it is before TLS hides it."""

import re
import ssl
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

_LENGTH = re.compile(rb"(?i)^content-length: *(\d+)\r?$", re.MULTILINE)


@dataclass(frozen=True)
class SentRequest:
    """One request."""

    path: str
    sent: bytes
    """Its head and its body."""
    body: bytes

    def holds(self, text: bytes) -> bool:
        """Tell whether a text is anywhere in it, packed or not."""
        return text in self.sent or text in self.unpacked

    @property
    def unpacked(self) -> bytes:
        """Its body, as it was before it was packed."""
        try:
            return zlib.decompress(self.body)
        except zlib.error:
            return self.body


class SentBytes:
    """What went into the near ends of TLS connections."""

    def __init__(self) -> None:
        self._connections: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._kept: list[ssl.SSLObject] = []

    def listen(self, patch: pytest.MonkeyPatch) -> None:
        """Read along from now on: every connection of asyncio's goes through here."""
        write = ssl.SSLObject.write

        def read_along(connection: ssl.SSLObject, data: bytes) -> int:
            taken = write(connection, data)
            if not connection.server_side:
                self._kept.append(connection)  # so that no other one is ever taken for it
                self._connections[id(connection)] += bytes(data[:taken])
            return taken

        patch.setattr(ssl.SSLObject, "write", read_along)

    def requests(self) -> list[SentRequest]:
        """Return all of them. Fails when there is a byte that belongs to none."""
        return [request for sent in self._connections.values() for request in _requests(bytes(sent))]


def _requests(sent: bytes) -> Iterator[SentRequest]:
    while sent:
        head, end, rest = sent.partition(b"\r\n\r\n")
        assert end, "a request has no end"
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        path = head.split(b" ", 2)[1].decode()
        yield SentRequest(path, head + end + rest[:size], rest[:size])
        sent = rest[size:]

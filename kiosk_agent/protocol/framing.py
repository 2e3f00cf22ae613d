"""One JSON object a line over a stream, with a limit on the line."""

import asyncio

from pydantic import BaseModel, ValidationError

from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES

# As pydantic names them: a text, and a set of files.
_TOO_LONG = frozenset({"string_too_long", "too_long"})


class FrameInvalid(Exception):
    """The other end sent a line that is too long; the connection must be closed."""


async def read_line(reader: asyncio.StreamReader) -> bytes | None:
    """Return the next line without its end, or None when the other end has closed.

    The reader must have been opened with `limit=LOCAL_MESSAGE_BYTES`. Raises FrameInvalid.
    """
    try:
        line = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as error:
        raise FrameInvalid(f"a line of over {LOCAL_MESSAGE_BYTES} bytes") from error
    return line[:-1]


async def write_line(writer: asyncio.StreamWriter, message: BaseModel) -> None:
    """Send one message. Raises ConnectionError when the other end is gone."""
    writer.write(message.model_dump_json().encode() + b"\n")
    await writer.drain()


def is_too_long(error: ValidationError) -> bool:
    """Tell whether a message is none because something in it is over its limit."""
    return any(fault["type"] in _TOO_LONG for fault in error.errors(include_url=False, include_input=False))


def request_id_of(line: bytes) -> int:
    """Return the number of a request that is otherwise none, so that its asker knows the answer; 0 without one."""
    mark = b'"request_id":'
    digits = line[line.find(mark) + len(mark) :].lstrip()[:18] if mark in line else b""
    number = digits[: len(digits) - len(digits.lstrip(b"0123456789"))]
    return int(number) if number else 0

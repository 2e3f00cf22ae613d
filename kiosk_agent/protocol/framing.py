"""One JSON object a line over a stream, with a limit on the line."""

import asyncio

from pydantic import BaseModel

from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES


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

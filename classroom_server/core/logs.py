"""The server's own log: one JSON object a line on stderr. Never a PIN, a password, a cookie or a learner's text."""

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger("classroom_server")


class JsonLines(logging.Formatter):
    """A record as one line. Of a fault it keeps the type and the places: the words may hold what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            line["places"] = [
                f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(record.exc_info[2])
            ]
        # A stranger's path may hold signs that turn a line round, end it or command a terminal: none goes out as such.
        return json.dumps(line)


def start_logging() -> None:
    """Send our lines, and the web server's warnings, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, level in (("classroom_server", logging.INFO), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False


def log(message: str, **facts: str | float | None) -> None:
    """Write one line. Facts are ids, codes and counts."""
    LOGGER.info(message, extra={"facts": facts})


class RequestLog:
    """ASGI middleware: one line a request, with its path but never its query, headers or body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Log once the answer has begun; a stream is logged when it opens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                milliseconds = round((time.monotonic() - began) * 1000, 1)
                path = scope["path"][:200]
                method = scope["method"][:16]
                log("request", method=method, path=path, status=message["status"], milliseconds=milliseconds)
            await send(message)

        await self._app(scope, receive, noted)

"""Files that pages load: ours, and named third-party ones. Nothing comes from another host."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from kiosk_agent.errors import ProgramMissing

STATIC: Final = Path(__file__).parent / "static"
NODE_MODULES: Final = Path(__file__).parents[2] / "build" / "npm" / "node_modules"
# Only these: a folder of packages is not for serving.
THIRD_PARTY: Final = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "htmx-sse.js": "htmx-ext-sse/dist/sse.min.js",
}


def add_assets(app: FastAPI, node_modules: Path = NODE_MODULES) -> None:
    """Serve them under /static. Raises ProgramMissing when a third-party file is not there."""
    for name, relative in THIRD_PARTY.items():
        path = node_modules / relative
        if not path.is_file():
            raise ProgramMissing(f"{path} is missing: the room page needs it", hint="run: ./outset up")
        app.add_api_route(f"/static/third-party/{name}", _sender(path), methods=["GET"])
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _sender(path: Path) -> Callable[[], Response]:
    def send() -> Response:
        return FileResponse(path, media_type="text/javascript")

    return send

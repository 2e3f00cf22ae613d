"""The server as one ASGI application: the kiosks' /v1 and the trainers' pages."""

from fastapi import FastAPI

from classroom_server.classroom import Classroom
from classroom_server.web.pages import add_pages


def create_app(classroom: Classroom) -> FastAPI:
    """Return the application. `request.app.state.classroom` is the Classroom; `add_pages(app)` adds the pages."""
    app = FastAPI(title="Outset classroom server", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.classroom = classroom
    add_pages(app)
    return app

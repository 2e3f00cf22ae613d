"""The server as one ASGI application: the kiosks' /v1 and the trainers' pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from classroom_server.attempts import kiosk_api as attempts
from classroom_server.classroom import Classroom
from classroom_server.core import answers
from classroom_server.core.body_limit import BodyLimit
from classroom_server.core.errors import RequestRefused
from classroom_server.core.logs import RequestLog
from classroom_server.housekeeping import keep_house, store_last_seen
from classroom_server.kiosks import kiosk_api as kiosks
from classroom_server.sessions import kiosk_api as sessions
from classroom_server.sign_ins import kiosk_api as sign_ins
from classroom_server.web.pages import add_pages
from kiosk_agent.errors import OutsetError, StorageFull
from kiosk_agent.protocol.paths import KIOSK_PREFIX


def create_app(classroom: Classroom) -> FastAPI:
    """Return the application. `request.app.state.classroom` is the Classroom; `add_pages(app)` adds the pages."""
    app = FastAPI(
        title="Outset classroom server",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=[Middleware(RequestLog), Middleware(BodyLimit)],
    )
    app.state.classroom = classroom
    app.add_exception_handler(RequestRefused, answers.say_refused)
    app.add_exception_handler(StorageFull, answers.say_storage_full)
    app.add_exception_handler(Exception, answers.say_fault)
    for router in (kiosks.router, sessions.router, sign_ins.router, attempts.router):
        app.include_router(router)
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    app.add_api_route(f"{KIOSK_PREFIX}{{rest:path}}", answers.say_no_such_path, methods=methods)
    add_pages(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    classroom: Classroom = app.state.classroom
    classroom.hub.open()
    classroom.database.publish = classroom.hub.publish
    keeping = asyncio.create_task(keep_house(classroom))
    yield
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    with suppress(OutsetError):
        await run_in_threadpool(store_last_seen, classroom)
    classroom.database.close()

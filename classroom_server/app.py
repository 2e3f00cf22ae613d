"""The server as one ASGI application: the kiosks' /v1 and the trainers' pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect

from classroom_server.acts.orders import CurrentOrders
from classroom_server.attempts import kiosk_api as attempts
from classroom_server.attempts.group_writer import GroupWriter
from classroom_server.core import answers
from classroom_server.core.classroom import Classroom
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseBusy, DatabaseUnusable, KioskRequestRefused
from classroom_server.core.limits.body_limit import BodyLimit
from classroom_server.core.limits.connections import ConnectionNotes, Connections
from classroom_server.core.limits.host_check import HostCheck
from classroom_server.core.live.events import Hub
from classroom_server.core.live.presence import Presence
from classroom_server.core.logs import RequestLog
from classroom_server.housekeeping import remember_last_seen, run_housekeeping, store_last_seen
from classroom_server.kiosks import kiosk_api as kiosks
from classroom_server.kiosks.approved_keys import ApprovedKeys
from classroom_server.kiosks.requests import SeenNonces, enrolments, new_keys
from classroom_server.pages import add_pages
from classroom_server.presence.recorder import PresenceRecorder
from classroom_server.screens import kiosk_api as screens
from classroom_server.screens.looks import Screens
from classroom_server.sessions import kiosk_api as sessions
from classroom_server.sessions.leases import LeaseGiver
from classroom_server.sessions.standing import CurrentStanding
from classroom_server.signing_in import kiosk_api as signing_in
from classroom_server.site.keys import Site
from classroom_server.site.settings import ServerSettings
from kiosk_agent.errors import OutsetError, StorageFull
from kiosk_agent.protocol.paths import KIOSK_PREFIX


@dataclass(frozen=True)
class ServerParts:
    """A running server's parts: what every feature works with, and what one feature keeps for itself."""

    settings: ServerSettings
    site: Site
    classroom: Classroom
    connections: Connections
    lease_giver: LeaseGiver
    standing: CurrentStanding
    orders: CurrentOrders
    group_writer: GroupWriter
    seen_nonces: SeenNonces
    approved_keys: ApprovedKeys
    screens: Screens


def wire(settings: ServerSettings, site: Site, database: Database) -> ServerParts:
    """Put a running server's parts together."""
    hub = Hub()
    database.presence = Presence()
    return ServerParts(
        settings=settings,
        site=site,
        classroom=Classroom(database, hub, database.presence, site.lease_public_key),
        connections=Connections(),
        standing=CurrentStanding(database, hub),
        orders=CurrentOrders(database, hub),
        group_writer=GroupWriter(database),
        lease_giver=LeaseGiver(database, site.lease_key),
        seen_nonces=SeenNonces.none_yet(),
        approved_keys=ApprovedKeys(database, hub),
        screens=Screens(hub),
    )


def create_app(parts: ServerParts) -> FastAPI:
    """Return the application. Its state holds its parts, as `classroom_of` and others find them."""
    app = FastAPI(
        title="Outset classroom server",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=[
            Middleware(ConnectionNotes, connections=parts.connections),
            Middleware(RequestLog),
            Middleware(HostCheck, addresses=parts.site.addresses),
            Middleware(BodyLimit),
        ],
    )
    app.state.classroom = parts.classroom
    app.state.connections = parts.connections
    app.state.lease_giver = parts.lease_giver
    app.state.new_keys = new_keys()
    app.state.enrolments = enrolments()
    app.state.pin_changes = signing_in.pin_changes()
    app.state.work_quota = attempts.work_quota()
    app.state.screens = parts.screens
    app.state.frames = screens.frames()
    app.state.standing = parts.standing
    app.state.orders = parts.orders
    app.state.group_writer = parts.group_writer
    app.state.seen_nonces = parts.seen_nonces
    app.state.approved_keys = parts.approved_keys
    app.add_exception_handler(KioskRequestRefused, answers.say_refused)
    app.add_exception_handler(StorageFull, answers.say_storage_full)
    app.add_exception_handler(DatabaseBusy, answers.say_database_fault)
    app.add_exception_handler(DatabaseUnusable, answers.say_database_fault)
    app.add_exception_handler(ClientDisconnect, answers.say_nothing)
    app.add_exception_handler(Exception, answers.say_fault)
    for feature in (kiosks, sessions, screens, signing_in, attempts):
        app.include_router(feature.router)
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    app.add_api_route(f"{KIOSK_PREFIX}{{rest:path}}", answers.say_no_such_path, methods=methods)
    add_pages(app, parts.settings.tracks_folder)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    classroom: Classroom = app.state.classroom
    classroom.hub.open()
    classroom.database.publish = classroom.hub.publish
    await run_in_threadpool(remember_last_seen, classroom)
    recorder = PresenceRecorder(classroom.database, classroom.presence)
    keeping = asyncio.create_task(run_housekeeping(classroom, recorder))
    yield
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    await run_in_threadpool(app.state.group_writer.close)
    await run_in_threadpool(app.state.slip_desk.close)
    with suppress(OutsetError):
        await run_in_threadpool(recorder.record)
    with suppress(OutsetError):
        await run_in_threadpool(store_last_seen, classroom)
    classroom.database.close()

"""The trainer's pages, added to the application."""

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from classroom_server.accounts import pages as accounts
from classroom_server.accounts.large_forms import LargeForms
from classroom_server.accounts.visitors import (
    NewPasswordNeeded,
    SignInNeeded,
    VisitorContext,
    find_visit,
    is_use,
    visitor_context,
)
from classroom_server.attempts import pages as attempts
from classroom_server.attempts import set_aside_pages as set_aside
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.audit_page import pages as audit_page
from classroom_server.core.classroom import Classroom, classroom_of
from classroom_server.core.errors import NotAllowed, RefusalCode, Refused
from classroom_server.core.limits.allowances import Allowances
from classroom_server.everyone_out import pages as everyone_out
from classroom_server.help import pages as hands
from classroom_server.kiosks import pages as kiosks
from classroom_server.kiosks import service as kiosk_service
from classroom_server.kiosks import window_pages as enrolment
from classroom_server.learners import pages as learners
from classroom_server.learners import slip_pages as slips
from classroom_server.learners import suspension_pages as suspensions
from classroom_server.learners.slip_desk import SlipDesk
from classroom_server.room_page import kiosk_pages
from classroom_server.room_page import pages as room
from classroom_server.room_page.acts import act_pages, learner_act_pages, power_pages, showing_pages
from classroom_server.room_page.live.live_rooms import LiveRooms
from classroom_server.room_page.open_pages import OpenPages
from classroom_server.room_plans import pages as rooms
from classroom_server.room_plans import place_pages as places
from classroom_server.room_plans import plan_pages as plans
from classroom_server.screens import pages as screens
from classroom_server.timetable import pages as timetable
from classroom_server.web.assets import add_assets
from classroom_server.web.defences import FormForged, PageDefences
from classroom_server.web.drawing import Drawing
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.form_fields import FormsDone
from classroom_server.web.notices import go
from classroom_server.web.page_context import PageParts
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.paths import KIOSK_PREFIX

# What forms get that are no forms of ours, or too large: the address is right.
_UNREADABLE = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
# Of one address, by browsers in which nobody signed in yet.
SIGN_INS_AT_ONCE = 20
SIGN_INS_A_SECOND = 0.5


def add_pages(app: FastAPI, tracks_folder: Path) -> None:
    """Add every page, file and header. Raises ProgramMissing."""
    classroom: Classroom = app.state.classroom
    app.state.page_parts = PageParts(
        Drawing(),
        ExerciseTitles(tracks_folder),
        sign_in_tries=Allowances(SIGN_INS_AT_ONCE, SIGN_INS_A_SECOND),
        pending=kiosk_service.waiting_count,
        forms_done=FormsDone(),
    )
    app.state.slip_desk = SlipDesk(classroom.database.clock)
    app.state.open_pages = OpenPages()
    app.state.live_rooms = LiveRooms(classroom)
    app.add_middleware(LargeForms)
    app.add_middleware(PageDefences)
    add_assets(app)
    # Before all that looks at forms by way of the pages' own threads.
    app.include_router(everyone_out.at_once_router)
    of_acts = (act_pages, learner_act_pages, power_pages, showing_pages)
    of_rooms = (room, *of_acts, everyone_out, rooms, plans, kiosk_pages, hands, places, screens)
    of_kiosks = (timetable, enrolment, kiosks)
    for feature in (accounts, *of_rooms, *of_kiosks, slips, learners, suspensions, attempts, set_aside, audit_page):
        app.include_router(feature.router)
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(NewPasswordNeeded, _to_password)
    app.add_exception_handler(FormForged, _say_forged)
    app.add_exception_handler(NotAllowed, _say_not_allowed)
    app.add_exception_handler(Refused, _say_refused)
    app.add_exception_handler(HTTPException, _say_no_page)
    app.add_exception_handler(RequestValidationError, _say_no_page)


def _to_sign_in(_request: Request, _fault: Exception) -> Response:
    return go("/sign-in")


def _to_password(_request: Request, _fault: Exception) -> Response:
    return go("/password")


def _say_no_page(request: Request, fault: Exception) -> Response:
    """Answer an address that is not there, or that asks for what cannot be; kiosks get the bare status."""
    status = fault.status_code if isinstance(fault, HTTPException) else HTTPStatus.UNPROCESSABLE_ENTITY
    if request.url.path.startswith(KIOSK_PREFIX):
        return Response(status_code=status)
    page = _page(request)
    _ = page.words
    title, text = _("There is no such page"), _("The address may be old, or mistyped.")
    if request.method == "POST" and status in _UNREADABLE:
        title = _("Nothing was changed")
        text = _("The form holds more than can be sent at once, or what it never asks for. Go back and send less.")
    return page.show("web/stopped.html", status=status, title=title, text=text)


def _page(request: Request) -> VisitorContext:
    classroom = classroom_of(request)
    return visitor_context(request, find_visit(request, classroom), classroom)


def _say_forged(request: Request, _fault: Exception) -> Response:
    page = _page(request)
    _ = page.words
    title = _("Nothing was changed")
    text = _("This page was opened before you signed in, or somewhere else. Open it again and repeat the step.")
    if page.visit is None and request.url.path != "/sign-in":
        text = _("You were signed out before this was sent. Sign in, open the page again and repeat the step.")
    return page.show("web/stopped.html", status=403, title=title, text=text)


def _say_not_allowed(request: Request, fault: Exception) -> Response:
    """Answer what this account may not do, and write it down. Whether there is such a thing at all is not said."""
    page = _page(request)
    # A page that asks by itself does so again and again: that is no act of anybody.
    if isinstance(fault, NotAllowed) and page.visit is not None and is_use(request.url.path):
        with page.database.write(page.visit.account.actor) as work:
            audit.record(work, Action.ACT_REFUSED, permission=fault.permission)
    _ = page.words
    title = _("Your account may not do this")
    text = _("Nothing was shown, and nothing was changed. If your work needs it, ask IT.")
    return page.show("web/stopped.html", status=403, title=title, text=text)


def _say_refused(request: Request, fault: Exception) -> Response:
    page = _page(request)
    code = fault.code if isinstance(fault, Refused) else RefusalCode.NOT_FOUND
    status = {RefusalCode.NOT_FOUND: 404, RefusalCode.MINUTES_UNSUITABLE: 422}.get(code, 409)
    _ = page.words
    # Who only looked was about to change nothing.
    title = _("There is no such page") if request.method == "GET" else _("Nothing was changed")
    return page.show("web/stopped.html", status=status, title=title, text=refusal_words(code, _))

"""Who asks for a page: anybody, or somebody of the staff who may have it.

Views take AnyVisitor, or a page of staff's with the permission that it needs: there is no other way to one.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import Visit
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import NotAllowed
from classroom_server.core.limits.connections import prove_sender
from classroom_server.core.permissions import Permission, permissions_of
from classroom_server.web.defences import FORM_COOKIE, browser_token, refuse_forged_form
from classroom_server.web.languages import chosen_language
from classroom_server.web.page_context import PageContext, page_parts_of

# How addresses end that pages ask for by themselves.
ASKED_BY_PAGES: Final = ("/stream", "/ready", "/screen")
VISIT_COOKIE: Final = "__Host-outset-visit"


class SignInNeeded(Exception):
    """Nobody is signed in, or the visit ended."""


class NewPasswordNeeded(Exception):
    """The one-time password was not changed yet, and nothing else may be done before."""


@dataclass(frozen=True)
class VisitorContext(PageContext):
    """A page for anybody; `visit` is None when nobody is signed in."""

    visit: Visit | None


@dataclass(frozen=True)
class StaffContext(PageContext):
    """A page for somebody who is signed in, with a password of their own, and may have it."""

    visit: Visit

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.visit.account.actor


def find_visit(request: Request, classroom: OurClassroom) -> Visit | None:
    """Return the visit that this browser's cookie names."""
    return _find_visit(request, classroom, is_use=is_use(request.url.path))


def _find_visit(request: Request, classroom: Classroom, *, is_use: bool) -> Visit | None:
    token = request.cookies.get(VISIT_COOKIE)
    visit = accounts.find_visit(classroom.database, token, is_use=is_use) if token else None
    if visit is not None:
        prove_sender(request, visit.visit_id)
    return visit


def is_use(path: str) -> bool:
    """Tell whether it is a person who asks for an address: a page that keeps itself up to date is not used by it."""
    return not path.endswith(ASKED_BY_PAGES)


FoundVisit = Annotated[Visit | None, Depends(find_visit)]


async def ours_only(request: Request, visit: FoundVisit) -> None:
    """Refuse every form that is not ours. Raises FormForged."""
    await refuse_forged_form(request, visit.form_token if visit else request.cookies.get(FORM_COOKIE))


def visitor_context(request: Request, visit: FoundVisit, classroom: OurClassroom) -> VisitorContext:
    """Return the page of whoever asks."""
    parts = page_parts_of(request)
    account = visit.account if visit and not visit.account.must_change_password else None
    return VisitorContext(
        request,
        classroom,
        parts,
        parts.drawing.words(chosen_language(request)),
        form_token=visit.form_token if visit else browser_token(request),
        account=account.name if account else None,
        permissions=permissions_of(account.roles) if account else frozenset(),
        visit=visit,
    )


def staff_context(page: VisitorContext, permission: Permission) -> StaffContext:
    """Return the page of staff's who may have it. Raises SignInNeeded, NewPasswordNeeded, NotAllowed."""
    if page.visit is None:
        raise SignInNeeded
    if page.visit.account.must_change_password:
        raise NewPasswordNeeded
    if permission not in page.permissions:
        raise NotAllowed(permission)
    return StaffContext(
        page.request,
        page.classroom,
        page.parts,
        page.words,
        page.form_token,
        page.account,
        page.permissions,
        page.visit,
    )


@dataclass(frozen=True)
class PermissionNeeded:
    """What a route asks for before anything else of it is done; tests find it among the route's dependencies."""

    permission: Permission
    in_stream: bool = False

    def __call__(self, page: Annotated[VisitorContext, Depends(visitor_context)]) -> StaffContext | None:
        """Return the page. In a stream None once the visit ended, where the sign-in page would be no answer."""
        try:
            return staff_context(page, self.permission)
        except (SignInNeeded, NewPasswordNeeded):
            if self.in_stream:
                return None
            raise


@dataclass(frozen=True)
class PermissionNeededAtOnce(PermissionNeeded):
    """The same for an act that may wait for nothing, which looks at its form too.

    Neither a thread of those that draw pages is waited for, nor the writing down that the visit is in use.
    """

    async def __call__(self, request: Request, classroom: OurClassroom) -> StaffContext:  # type: ignore[override]
        """Return the page. Raises FormForged, and what `staff_context` raises."""
        page = await asyncio.to_thread(self._page, request, classroom)
        await refuse_forged_form(request, page.form_token if page.visit else request.cookies.get(FORM_COOKIE))
        return staff_context(page, self.permission)

    def _page(self, request: Request, classroom: OurClassroom) -> VisitorContext:
        return visitor_context(request, _find_visit(request, classroom, is_use=False), classroom)


def needs(permission: Permission, *, in_stream: bool = False) -> Any:  # noqa: ANN401 - as FastAPI's own Depends
    """Name a route's permission, where it takes its page.

    As in `page: Annotated[StaffContext, needs(Permission.X)]`.
    """
    return Depends(PermissionNeeded(permission, in_stream))


def needs_at_once(permission: Permission) -> Any:  # noqa: ANN401 - as FastAPI's own Depends
    """Name the permission of a route that may wait for nothing; its router does not look at forms itself."""
    return Depends(PermissionNeededAtOnce(permission))


AnyVisitor = Annotated[VisitorContext, Depends(visitor_context)]

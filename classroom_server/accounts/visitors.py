"""Who asks for a page: anybody, or a trainer who is signed in. Views take one of the two at the end."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import Visit
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import OurClassroom
from classroom_server.web.defences import FORM_COOKIE, browser_token, refuse_forged_form
from classroom_server.web.languages import chosen_language
from classroom_server.web.page_context import PageContext, page_parts_of

# How addresses end that pages ask for by themselves.
ASKED_BY_PAGES: Final = ("/stream", "/ready")
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
class TrainerContext(PageContext):
    """A page for a trainer who is signed in, with a password of their own."""

    visit: Visit

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor.account(self.visit.account.account_id)


def find_visit(request: Request, classroom: OurClassroom) -> Visit | None:
    """Return the visit that this browser's cookie names."""
    token = request.cookies.get(VISIT_COOKIE)
    visit = accounts.find_visit(classroom.database, token, is_use=is_use(request)) if token else None
    if visit is not None and request.client is not None:
        classroom.connections.prove((request.client.host, request.client.port))
    return visit


def is_use(request: Request) -> bool:
    """Tell whether a person asks: a page that keeps itself up to date is not used by it."""
    return not request.url.path.endswith(ASKED_BY_PAGES)


FoundVisit = Annotated[Visit | None, Depends(find_visit)]


async def ours_only(request: Request, visit: FoundVisit) -> None:
    """Refuse every form that is not ours. Raises FormForged."""
    await refuse_forged_form(request, visit.form_token if visit else request.cookies.get(FORM_COOKIE))


def visitor_context(request: Request, visit: FoundVisit, classroom: OurClassroom) -> VisitorContext:
    """Return the page of whoever asks."""
    parts = page_parts_of(request)
    return VisitorContext(
        request,
        classroom,
        parts,
        parts.drawing.words(chosen_language(request)),
        form_token=visit.form_token if visit else browser_token(request),
        account=visit.account.name if visit and not visit.account.must_change_password else None,
        visit=visit,
    )


def trainer_context(page: Annotated[VisitorContext, Depends(visitor_context)]) -> TrainerContext:
    """Return a trainer's page. Raises SignInNeeded, NewPasswordNeeded."""
    if page.visit is None:
        raise SignInNeeded
    if page.visit.account.must_change_password:
        raise NewPasswordNeeded
    return TrainerContext(
        page.request, page.classroom, page.parts, page.words, page.form_token, page.account, page.visit
    )


AnyVisitor = Annotated[VisitorContext, Depends(visitor_context)]
OurTrainer = Annotated[TrainerContext, Depends(trainer_context)]

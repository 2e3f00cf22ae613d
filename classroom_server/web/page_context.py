"""What every page's view works with: the classroom, who asks, and in which language and look."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, Response

from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import Visit
from classroom_server.audit.schemas import Actor
from classroom_server.classroom import Classroom, classroom_of
from classroom_server.core.database import Database
from classroom_server.kiosks import service as kiosks
from classroom_server.web.defences import (
    FORM_COOKIE,
    FORM_FIELD,
    browser_token,
    refuse_forged_form,
    remember_browser_token,
)
from classroom_server.web.drawing import Drawing
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words, chosen_language
from classroom_server.web.notices import forget_notice, waiting_notice

VISIT_COOKIE: Final = "__Host-outset-visit"
LOOK_COOKIE: Final = "__Host-outset-look"
LOOKS: Final = ("auto", "dark", "light", "contrast")


class SignInNeeded(Exception):
    """Nobody is signed in, or the visit ended."""


class NewPasswordNeeded(Exception):
    """The one-time password was not changed yet, and nothing else may be done before."""


@dataclass(frozen=True)
class PageParts:
    """What all requests share; made once with the application."""

    drawing: Drawing
    titles: ExerciseTitles


@dataclass(frozen=True)
class Desk:
    """One request of a browser; `visit` is None when nobody is signed in."""

    request: Request
    classroom: Classroom
    parts: PageParts
    words: Words
    visit: Visit | None

    @property
    def database(self) -> Database:
        """The server's rows."""
        return self.classroom.database

    @property
    def frame(self) -> dict[str, Any]:
        """What the forms of a page need, also of a part that is sent alone."""
        token = self.visit.form_token if self.visit else browser_token(self.request)
        return {"form_field": FORM_FIELD, "form_token": token}

    def draw(self, template: str, **facts: object) -> str:
        """Return part of a page as markup."""
        return self.parts.drawing.draw(self.words.language, template, {**self.frame, **facts})

    def show(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """Return a whole page, with the notice that waits for it."""
        look = self.request.cookies.get(LOOK_COOKIE, "")
        around = {
            "path": self.request.url.path,
            "look": look if look in LOOKS else LOOKS[0],
            "notice": waiting_notice(self.request),
            "account": self.visit.account.name if self.visit and not self.visit.account.must_change_password else None,
            "pending": self._pending(),
        }
        body = self.draw(template, **(around | facts))
        response = HTMLResponse(body, status_code=status, headers={"content-language": self.words.language})
        remember_browser_token(self.request, response)
        forget_notice(self.request, response)
        return response

    def _pending(self) -> int:
        if self.visit is None:
            return 0
        with self.database.read() as work:
            return len(kiosks.waiting(work))


@dataclass(frozen=True)
class TrainerDesk(Desk):
    """The desk of a trainer who is signed in, with a password of their own."""

    visit: Visit

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor.account(self.visit.account.account_id)


def find_visit(request: Request, classroom: Annotated[Classroom, Depends(classroom_of)]) -> Visit | None:
    """Return the visit that this browser's cookie names."""
    token = request.cookies.get(VISIT_COOKIE)
    return accounts.find_visit(classroom.database, token) if token else None


FoundVisit = Annotated[Visit | None, Depends(find_visit)]


async def ours_only(request: Request, visit: FoundVisit) -> None:
    """Refuse every form that is not ours. Raises FormForged."""
    await refuse_forged_form(request, visit.form_token if visit else request.cookies.get(FORM_COOKIE))


def _parts(request: Request) -> PageParts:
    parts: PageParts = request.app.state.page_parts
    return parts


def open_desk(request: Request, visit: FoundVisit, classroom: Annotated[Classroom, Depends(classroom_of)]) -> Desk:
    """Return the desk of whoever asks."""
    parts = _parts(request)
    return Desk(request, classroom, parts, parts.drawing.words(chosen_language(request)), visit)


def trainer_desk(desk: Annotated[Desk, Depends(open_desk)]) -> TrainerDesk:
    """Return a trainer's desk. Raises SignInNeeded, NewPasswordNeeded."""
    if desk.visit is None:
        raise SignInNeeded
    if desk.visit.account.must_change_password:
        raise NewPasswordNeeded
    return TrainerDesk(desk.request, desk.classroom, desk.parts, desk.words, desk.visit)


AnyDesk = Annotated[Desk, Depends(open_desk)]
OurTrainer = Annotated[TrainerDesk, Depends(trainer_desk)]

"""What every page's view works with: the classroom, the language and look, and what the frame says of who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import URL
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match

from classroom_server.core.classroom import Classroom
from classroom_server.core.database import Database, Work
from classroom_server.core.limits.allowances import Allowances
from classroom_server.core.permissions import Permission
from classroom_server.web.defences import FORM_FIELD, remember_browser_token
from classroom_server.web.drawing import Drawing
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.form_fields import FormsDone
from classroom_server.web.languages import Words
from classroom_server.web.menu import home, menu
from classroom_server.web.notices import forget_notice, waiting_notice

LOOK_COOKIE: Final = "__Host-outset-look"
LOOKS: Final = ("auto", "dark", "light", "contrast")


@dataclass(frozen=True)
class PageParts:
    """What all requests share; made once with the application."""

    drawing: Drawing
    titles: ExerciseTitles
    sign_in_tries: Allowances
    """Of browsers in which nobody signed in yet, an address."""
    pending: Callable[[Work], int]
    """Counts the kiosks that wait for approval: the frame of every page says so."""
    forms_done: FormsDone


def page_parts_of(request: Request) -> PageParts:
    """Return what the application was made with."""
    parts: PageParts = request.app.state.page_parts
    return parts


def allowed(permissions: frozenset[Permission]) -> Callable[[str], bool]:
    """Return what templates ask before they draw an act, or a way to it: `may("end_session")`."""
    return lambda name: Permission(name) in permissions


@dataclass(frozen=True)
class PageContext:
    """One request of a browser."""

    request: Request
    classroom: Classroom
    parts: PageParts
    words: Words
    form_token: str
    """What every form on the page must carry."""
    account: str | None
    """The name in the frame, and with it the menu; None for who has no right to it yet."""
    permissions: frozenset[Permission]
    """What whoever asks may do; the menu shows nothing else."""

    @property
    def database(self) -> Database:
        """The server's rows."""
        return self.classroom.database

    @property
    def home(self) -> str:
        """Where whoever asks begins; the room sends strangers on to the sign-in page."""
        return home(self.permissions) if self.account else "/"

    def draw(self, template: str, **facts: object) -> str:
        """Return part of a page as markup."""
        always = {
            "form_field": FORM_FIELD,
            "form_token": self.form_token,
            "now": self.database.clock(),
            "may": allowed(self.permissions),
        }
        return self.parts.drawing.draw(self.words.language, template, {**always, **facts})

    def show(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """Return a whole page, with the notice that waits for it."""
        look = self.request.cookies.get(LOOK_COOKIE, "")
        frame: dict[str, Any] = {
            "path": self.request.url.path,
            "back": self._address(),
            "is_answer": self.request.method != "GET",
            "look": look if look in LOOKS else LOOKS[0],
            "notice": waiting_notice(self.request),
            "account": self.account,
            "menu": menu(self.permissions, self.words),
            "home": self.home,
            "pending": self._pending(),
        }
        body = self.draw(template, **(frame | facts))
        response = HTMLResponse(body, status_code=status, headers={"content-language": self.words.language})
        remember_browser_token(self.request, response)
        forget_notice(self.request, response)
        return response

    def _address(self) -> str:
        """Return where to find the page again: of what a form was sent to, the page that it was on."""
        asked = self.request.url
        if self.request.method != "GET":
            sent_from = URL(self.request.headers.get("referer", ""))
            if sent_from.netloc != asked.netloc or not self._is_page(sent_from.path):
                return self.home
            asked = sent_from
        return f"{asked.path}?{asked.query}" if asked.query else asked.path

    def _is_page(self, path: str) -> bool:
        wished = {**self.request.scope, "method": "GET", "path": path}
        return any(route.matches(wished)[0] is Match.FULL for route in self.request.app.routes)

    def _pending(self) -> int:
        if Permission.SEE_KIOSKS not in self.permissions:
            return 0
        with self.database.read() as work:
            return self.parts.pending(work)

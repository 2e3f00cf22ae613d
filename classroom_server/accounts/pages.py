"""In and out: sign in, change the one-time password, sign out, and choose a language and a look."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import JSONResponse, Response

from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import Account, LoggedIn, LogInRefused, LogInSource, PasswordOutcome
from classroom_server.accounts.visitors import VISIT_COOKIE, AnyVisitor, SignInNeeded, VisitorContext, ours_only
from classroom_server.core.permissions import permissions_of
from classroom_server.web import times
from classroom_server.web.defences import FORM_FIELD, forget_cookie, set_cookie
from classroom_server.web.form_fields import own_path
from classroom_server.web.languages import LANGUAGE_COOKIE, Words
from classroom_server.web.menu import home
from classroom_server.web.notices import Notice, go
from classroom_server.web.page_context import LOOK_COOKIE, LOOKS
from kiosk_agent.protocol.languages import LANGUAGES

BROWSER_COOKIE: Final = "__Host-outset-browser"
# A browser keeps a choice this long.
CHOICE_SECONDS = 365 * 24 * 3600
router = APIRouter(dependencies=[Depends(ours_only)])


@router.get("/sign-in")
def show_sign_in(page: AnyVisitor) -> Response:
    """Show the form, or the room to who is in already."""
    return go(page.home) if page.visit else page.show("accounts/sign_in.html", name="", wrong=None)


def _home(account: Account) -> str:
    return home(permissions_of(account.roles))


@router.post("/sign-in")
def sign_in(page: AnyVisitor, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
    """Check name and password."""
    _ = page.words
    cookies, address = page.request.cookies, page.request.client.host if page.request.client else ""
    source = LogInSource(address, cookies.get(BROWSER_COOKIE, ""), cookies.get(VISIT_COOKIE, ""))
    is_known = bool(source.browser_token) and accounts.is_known_browser(page.database, source.browser_token)
    must_wait = 0.0 if is_known else page.parts.sign_in_tries.take(address)
    outcome = LogInRefused(must_wait) if must_wait else accounts.log_in(page.database, name, password, source)
    if isinstance(outcome, LoggedIn):
        response = go("/password" if outcome.visit.account.must_change_password else _home(outcome.visit.account))
        set_cookie(response, VISIT_COOKIE, outcome.token)
        set_cookie(response, BROWSER_COOKIE, outcome.browser_token, max_age_seconds=CHOICE_SECONDS)
        return response
    if outcome.retry_after_seconds > 0:
        wait = times.length(outcome.retry_after_seconds, _.language)
        wrong = _("There were several tries with other passwords. Wait %(wait)s, then try again.", wait=wait)
    elif outcome.is_spent:
        wrong = _("This one-time password was used before, or is too old. Ask IT for a new one.")
    else:
        wrong = _("Name and password do not go together. Look at both, and at Caps Lock, then try again.")
    status = 429 if outcome.retry_after_seconds > 0 else 422
    return page.show("accounts/sign_in.html", status=status, name=name, wrong=wrong, back="/sign-in")


@router.get("/visit")
def say_who_is_in(page: AnyVisitor) -> Response:
    """Say to a page of ours, before it sends a form, whose visit this browser has now and what its forms carry."""
    return JSONResponse({"account": page.account, FORM_FIELD: page.form_token if page.account else None})


@router.get("/password")
def show_password(page: AnyVisitor) -> Response:
    """Show the form to change one's password."""
    if page.visit is None:
        raise SignInNeeded
    return _password_page(page, None)


@router.post("/password")
def change_password(
    page: AnyVisitor,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change it. The other visits of this account end."""
    _ = page.words
    if page.visit is None:
        raise SignInNeeded
    if new != again:
        return _password_page(page, _("The two new passwords differ. Write the same one twice."))
    outcome = accounts.change_password(page.database, page.visit, old, new)
    if outcome is PasswordOutcome.CHANGED:
        return go(_home(page.visit.account), Notice(_("Your password was changed.")))
    return _password_page(page, _password_words(outcome, _))


def _password_page(page: VisitorContext, wrong: str | None) -> Response:
    must_change = page.visit is not None and page.visit.account.must_change_password
    facts = {"wrong": wrong, "must_change": must_change, "back": "/password"}
    return page.show("accounts/password.html", status=422 if wrong else 200, **facts)


def _password_words(outcome: PasswordOutcome, _: Words) -> str:
    words = {
        PasswordOutcome.WRONG: _("The present password is another one. Write it again."),
        PasswordOutcome.TOO_SHORT: _(
            "The new password is too short. Use at least 12 characters: three or four words do well."
        ),
        PasswordOutcome.TOO_LONG: _("The new password is too long. Use a shorter one."),
        PasswordOutcome.SAME: _("The new password is the present one. Choose another."),
        PasswordOutcome.TOO_EASY: _(
            "The new password is easy to guess. Leave out your name, common words and rows of keys; use several words."
        ),
        PasswordOutcome.SLOW_DOWN: _("There were several tries. Wait a minute, then try again."),
    }
    return words[outcome]


@router.post("/sign-out")
def sign_out(page: AnyVisitor) -> Response:
    """End the visit."""
    _ = page.words
    response = go("/sign-in", Notice(_("You are signed out.")))
    if page.visit is not None:
        with page.database.write(page.visit.account.actor) as work:
            accounts.log_out(work, page.visit)
        forget_cookie(response, VISIT_COOKIE)
    return response


@router.post("/language")
def choose_language(language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Keep this browser's language."""
    response = go(own_path(back))
    if language in LANGUAGES:
        set_cookie(response, LANGUAGE_COOKIE, language, max_age_seconds=CHOICE_SECONDS)
    return response


@router.post("/look")
def choose_look(look: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Keep this browser's look."""
    response = go(own_path(back))
    if look in LOOKS:
        set_cookie(response, LOOK_COOKIE, look, max_age_seconds=CHOICE_SECONDS)
    return response

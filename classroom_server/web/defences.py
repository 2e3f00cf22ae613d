"""What keeps a page from being turned against the person in front of it: headers, cookies, a token in every form."""

import secrets
from typing import Final

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk_agent.protocol.paths import KIOSK_PREFIX

FORM_COOKIE: Final = "__Host-outset-form"
FORM_FIELD: Final = "form_token"

STATIC_PATHS: Final = "/static/"

# No inline script or style anywhere, nothing from another host, nobody's frame, and forms go home only.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), clipboard-read=()",
}


class FormForged(Exception):
    """A form came without this browser's token: from another site, or from a page of an earlier visit."""


class PageDefences:
    """Adds the headers to every answer but those to kiosks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(KIOSK_PREFIX):
            await self.app(scope, receive, send)
            return
        # A page names people: no cache keeps it, not even the browser's own after sign-out.
        kept = "no-cache" if scope["path"].startswith(STATIC_PATHS) else "no-store"

        async def send_defended(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["cache-control"] = kept
            await send(message)

        await self.app(scope, receive, send_defended)


def set_cookie(response: Response, name: str, value: str, *, max_age_seconds: int | None = None) -> None:
    """Set a cookie that only this site, over HTTPS, ever sees. Without an age it ends with the browser."""
    response.set_cookie(name, value, max_age=max_age_seconds, path="/", secure=True, httponly=True, samesite="strict")


def forget_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="strict")


def browser_token(request: Request) -> str:
    """Return the form token of a browser that is not signed in; made on first need."""
    kept: str | None = request.cookies.get(FORM_COOKIE) or getattr(request.state, "browser_token", None)
    if not kept:
        kept = secrets.token_urlsafe(24)
        request.state.browser_token = kept
    return kept


def remember_browser_token(request: Request, response: Response) -> None:
    """Send the token to a browser that has none yet."""
    token: str | None = getattr(request.state, "browser_token", None)
    if token is not None:
        set_cookie(response, FORM_COOKIE, token)


async def refuse_forged_form(request: Request, expected: str | None) -> None:
    """Let only our own forms change anything. Raises FormForged."""
    if request.method in {"GET", "HEAD"}:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise FormForged
    sent = (await request.form()).get(FORM_FIELD)
    if not expected or not isinstance(sent, str) or not secrets.compare_digest(sent.encode(), expected.encode()):
        raise FormForged

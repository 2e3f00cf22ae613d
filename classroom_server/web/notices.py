"""What the last action did, said once, on the next page."""

import json
from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from classroom_server.web.defences import forget_cookie, set_cookie

NOTICE_COOKIE: Final = "__Host-outset-notice"
NOTICE_SECONDS: Final = 60


@dataclass(frozen=True)
class Notice:
    """A sentence; `done` is False when nothing was changed."""

    text: str
    done: bool = True


def go(path: str, notice: Notice | None = None) -> Response:
    """Send the browser to `path` after a form, and say there what was done."""
    response = RedirectResponse(path, status_code=303)
    if notice is not None:
        set_cookie(response, NOTICE_COOKIE, quote(json.dumps(asdict(notice))), max_age_seconds=NOTICE_SECONDS)
    return response


def waiting_notice(request: Request) -> Notice | None:
    """Return the notice that waits for this browser."""
    try:
        kept = json.loads(unquote(request.cookies.get(NOTICE_COOKIE, "")))
        return Notice(text=str(kept["text"]), done=bool(kept["done"]))
    except (ValueError, KeyError, TypeError):
        return None


def forget_notice(request: Request, response: Response) -> None:
    """Let it be said only once."""
    if NOTICE_COOKIE in request.cookies:
        forget_cookie(response, NOTICE_COOKIE)

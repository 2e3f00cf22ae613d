"""What the last action did, said once, on the next page."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from classroom_server.web.defences import forget_cookie, set_cookie

NOTICE_COOKIE: Final = "__Host-outset-notice"
NOTICE_SECONDS: Final = 60
# A cookie has 4096 bytes, and a letter may take nine of them.
_TYPED_CHARACTERS: Final = 40
_TYPED_FIELDS: Final = 4


@dataclass(frozen=True)
class Notice:
    """A sentence; `done` is False when nothing was changed."""

    text: str
    done: bool = True
    typed: Mapping[str, str] = field(default_factory=dict)
    """What the form had that was refused, by its fields: the page shows it again."""


def go(path: str, notice: Notice | None = None) -> Response:
    """Send the browser to `path` after a form, and say there what was done."""
    response = RedirectResponse(path, status_code=303)
    if notice is not None:
        kept = asdict(notice) | {"typed": _shortened(notice.typed)}
        set_cookie(response, NOTICE_COOKIE, quote(json.dumps(kept)), max_age_seconds=NOTICE_SECONDS)
    return response


def waiting_notice(request: Request) -> Notice | None:
    """Return the notice that waits for this browser."""
    try:
        kept = json.loads(unquote(request.cookies.get(NOTICE_COOKIE, "")))
        typed = _shortened({str(name): str(each) for name, each in dict(kept["typed"]).items()})
        return Notice(text=str(kept["text"]), done=bool(kept["done"]), typed=typed)
    except (ValueError, KeyError, TypeError):
        return None


def _shortened(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: each[:_TYPED_CHARACTERS] for name, each in list(typed.items())[:_TYPED_FIELDS]}


def forget_notice(request: Request, response: Response) -> None:
    """Let it be said only once."""
    if NOTICE_COOKIE in request.cookies:
        forget_cookie(response, NOTICE_COOKIE)

"""A trainer's browser without the browser: one visit, its cookies and its form token."""

import re
import ssl
import time
from pathlib import Path

import httpx

from tests.support.promises import is_within
from tests.support.server.rooms import Room
from tests.support.waiting import LIMIT_SECONDS

END_SECONDS = 2.0
PASSWORD = "four plain words here"  # noqa: S105 - of an account that lives as long as a test


class TrainerClient:
    """One who is signed in."""

    def __init__(self, url: str, ca_path: Path) -> None:
        context = ssl.create_default_context(cafile=str(ca_path))
        self.http = httpx.Client(base_url=url, verify=context, timeout=LIMIT_SECONDS)

    @classmethod
    def signed_in(cls, url: str, room: Room, name: str = "Ana") -> "TrainerClient":
        first = room.create_account(name)
        client = cls(url, room.ca_path)
        client.sign_in(name, first)
        client.post("/password", "/password", old=first, new=PASSWORD, again=PASSWORD)
        assert client.http.get("/").status_code == 200
        return client

    def sign_in(self, name: str, password: str) -> httpx.Response:
        return self.post("/sign-in", "/sign-in", name=name, password=password)

    def post(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Open a page, and send a form of it."""
        return self.http.post(path, data={"form_token": self.form_token(page), **fields})

    def end_session(self, session_id: str, form_token: str) -> None:
        """Press End session on a page that was opened before: it is a promise that this takes two seconds at most."""
        began = time.monotonic()
        ended = self.http.post(f"/sessions/{session_id}/end", data={"form_token": form_token})
        took = time.monotonic() - began
        assert ended.status_code == 303
        assert is_within(took, END_SECONDS), took

    def form_token(self, page: str = "/") -> str:
        found = re.search(r'name="form_token" value="([^"]+)"', self.http.get(page).text)
        assert found
        return found[1]

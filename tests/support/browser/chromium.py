"""Debian's Chromium, without a window."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

from kiosk_agent import process
from tests.support.waiting import LIMIT_MILLISECONDS

_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--no-first-run",
    # Chromium refuses to sandbox itself as root; it sees no page but ours.
    "--no-sandbox",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run one until the block ends; only one such driver may run at a time."""
    path = process.find("chromium", hint="apt-get install chromium")
    # Its own limit, of five seconds, is not for a busy machine.
    expect.set_options(timeout=LIMIT_MILLISECONDS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield started
        started.close()

"""What a service says to systemd: that it is ready, that it lives, and its log. Elsewhere it says it to nobody."""

import logging
import os
import sys
from collections.abc import Mapping

from kiosk_agent.errors import ProgramMissing

MICROSECONDS = 1_000_000


class Supervisor:
    """The service manager that started us, or nobody at all."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        known = os.environ if environment is None else environment
        self._listens = bool(known.get("NOTIFY_SOCKET"))
        microseconds = int(known.get("WATCHDOG_USEC") or 0)
        # A third of what is allowed: one late turn of a loaded machine is no death.
        self.watchdog_seconds = microseconds / MICROSECONDS / 3 if self._listens and microseconds else None
        """How often `alive` must be called, or None when nobody waits for it."""

    def ready(self) -> None:
        """Say that the service is usable: whatever is ordered after it may start."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the main loop still turns."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the end was asked for."""
        self._say("STOPPING=1")

    def _say(self, message: str) -> None:
        if not self._listens:
            return
        try:
            from systemd import daemon  # noqa: PLC0415 - only the image has it, and only a unit needs it
        except ImportError as error:
            hint = "install python3-systemd, or start the program without systemd"
            raise ProgramMissing("systemd waits for a word that cannot be said", hint=hint) from error
        daemon.notify(message)


def start_log(name: str, environment: Mapping[str, str] | None = None) -> None:
    """Send the log to the journal when systemd connected us to it, to stderr otherwise."""
    known = os.environ if environment is None else environment
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(f"{name}: %(levelname)s %(name)s: %(message)s"))
    if known.get("JOURNAL_STREAM"):
        try:
            from systemd import journal  # noqa: PLC0415 - only the image has it
        except ImportError:
            pass  # stderr is connected to the journal as well, only with less structure
        else:
            handler = journal.JournalHandler(SYSLOG_IDENTIFIER=name)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # One line a request would bury what matters.
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

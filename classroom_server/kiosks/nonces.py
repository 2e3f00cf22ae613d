"""Which signatures are new: each is taken once, whatever happens to the server or to its clock."""

import secrets
import time
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from classroom_server.core.errors import KioskRequestRefused, must_wait
from classroom_server.kiosks.signatures import RequestSignature
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from kiosk_agent.protocol.paths import TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode

NONCES_MAXIMUM = 200_000
# So that no one key takes the others' places.
NONCES_A_KEY = 50_000
# A kiosk that asked for the time is behind by the way back. One that came to be ahead since shall ask again.
AHEAD_SECONDS = 0.5
# Less is how clocks are kept right; a signature is remembered for longer than it is good by more than this.
SET_BACK_SECONDS = 0.5
MARK_BYTES = 6
_FULL_RETRY_SECONDS = 5.0


def uptime() -> Callable[[], float]:
    """Return what counts seconds from now on. Not by the wall clock: setting that must not turn every kiosk away."""
    started = time.monotonic()
    return lambda: time.monotonic() - started


class CurrentMark:
    """What nonces begin with: another after each start of the server, and after its clock was set back.

    Else what was signed and forgotten before would be good once more.
    """

    def __init__(self, uptime_seconds: Callable[[], float] | None = None) -> None:
        self._uptime_seconds = uptime_seconds or uptime()
        self._mark = _new_mark()
        self._started_at: datetime | None = None

    def at(self, now: datetime) -> str:
        """Return the mark of now."""
        # By the clock of now; this moves as the clock is set.
        started_at = now - timedelta(seconds=self._uptime_seconds())
        if self._started_at is not None and self._started_at - started_at > timedelta(seconds=SET_BACK_SECONDS):
            self._mark = _new_mark()
            self._started_at = started_at
        self._started_at = max(started_at, self._started_at or started_at)
        return self._mark


def _new_mark() -> str:
    return secrets.token_urlsafe(MARK_BYTES)


class NonceStore:
    """Remembers each signature while it could be sent again. Used on the event loop only.

    It is empty after a restart: a kiosk that signed before is told clock_skew, asks for the time and the mark, and
    signs again.
    """

    def __init__(
        self,
        mark: CurrentMark,
        *,
        uptime_seconds: Callable[[], float] | None = None,
        a_key: int = NONCES_A_KEY,
    ) -> None:
        self._mark = mark
        self._uptime_seconds = uptime_seconds or uptime()
        self._a_key = a_key
        self._used: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()
        self._by_age: deque[tuple[float, tuple[str, str]]] = deque()

    def check(self, signature: RequestSignature, now: datetime) -> None:
        """Take note of a signature. Raises KioskRequestRefused (clock_skew, request_replayed, slow_down)."""
        oldest = now - timedelta(seconds=CLOCK_SKEW_SECONDS)
        if not oldest <= signature.created <= now + timedelta(seconds=AHEAD_SECONDS):
            raise _skewed("the kiosk's idea of the time is too far from the server's")
        if not signature.nonce.startswith(self._mark.at(now)):
            raise _skewed("this was signed before the server was started or its clock set back")
        # Nor are they kept by the wall clock: one turned to next year and back would keep them for a year.
        seconds = self._uptime_seconds()
        while self._by_age and self._by_age[0][0] < seconds:
            old = self._by_age.popleft()[1]
            self._used.discard(old)
            self._counts[old[0]] -= 1
            if not self._counts[old[0]]:
                del self._counts[old[0]]
        key = (signature.public_key, signature.nonce)
        if key in self._used:
            hint = "sign each request anew"
            raise KioskRequestRefused(401, ProblemCode.REQUEST_REPLAYED, "this request was sent before", hint=hint)
        if len(self._used) >= NONCES_MAXIMUM or self._counts[signature.public_key] >= self._a_key:
            raise must_wait(_FULL_RETRY_SECONDS, "too many requests", hint="wait, then try again")
        self._used.add(key)
        self._counts[signature.public_key] += 1
        self._by_age.append((seconds + CLOCK_SKEW_SECONDS + AHEAD_SECONDS + 2 * SET_BACK_SECONDS, key))


def _skewed(message: str) -> KioskRequestRefused:
    return KioskRequestRefused(401, ProblemCode.CLOCK_SKEW, message, hint=f"ask GET {TIME_PATH} and sign again")

"""Promises in seconds, such as "done within two": held on the time that this machine has for us.

A second promised on a quiet machine is several where others have the processors: how many is measured, so that what
they do is nothing that a test may fail of, and a promise is still one.
"""

import sys

from kiosk_agent import process
from tests.support.waiting import LIMIT_SECONDS

# The same work again and again, in a session of its own as what is measured has: how long it takes at all, by how long
# it takes at best. Processor time tells less: it grows as well where two share one core.
SAME_WORK = """
import time
def piece():
    began = time.perf_counter()
    for _ in range(20_000):
        pass
    return time.perf_counter() - began
took = [piece() for _ in range(400)]
print(sum(took) / len(took) / min(took))
"""


def is_within(took_seconds: float, promised_seconds: float) -> bool:
    """Tell whether what took so long was done as soon as is promised; what others do meanwhile is allowed for."""
    return took_seconds < promised_seconds or took_seconds < promised_seconds * _slowness()


def _slowness() -> float:
    said = process.start([sys.executable, "-I", "-S", "-c", SAME_WORK], stdout=-1)
    return float(said.communicate(timeout=LIMIT_SECONDS)[0])

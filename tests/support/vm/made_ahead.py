"""`python -m tests.support.vm.made_ahead`: what the last tiers begin with, made in minutes beside the first tiers.

Should it fail, the first test that needs any of it makes it again, and says why.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

import outset
from image import registries
from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.vm.booted import keep_booted

LOG = ROOT / "build/log/made-ahead.log"


def main() -> int:
    """Build the image, then boot it."""
    # What is half made is put away, and what was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    code = outset.main(["image", "build"])
    if code == 0:
        keep_booted()
    return code


@contextlib.contextmanager
def made_meanwhile() -> Iterator[None]:
    """Make it in a process of its own, which ends with the tests at the latest."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    reached = registries.environment()
    child = process.start(
        [sys.executable, "-m", "tests.support.vm.made_ahead"], cwd=ROOT, extra_environment=reached, log=LOG
    )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
        child.wait()


if __name__ == "__main__":
    sys.exit(main())

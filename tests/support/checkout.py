"""Where this checkout is, and what tests read of it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
FIXTURES = ROOT / "tests/fixtures"
"""What tests hand in, no part of them: hostile programs, programs that go wrong, small tracks."""
DRIVERS = ROOT / "tests/support/jail/drivers"
"""Programs that a test starts under the account that may have jails."""

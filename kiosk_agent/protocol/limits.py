"""The limit of each thing that crosses a wire. Both ends check, so neither trusts the other."""

SOURCE_BYTES = 64 * 1024
"""One file of a learner's program, in UTF-8."""
WORK_FILES = 20
"""Files of a learner in one exercise."""
WORK_BYTES = 128 * 1024
"""All of them together, in UTF-8: with every character escaped they still fit a local message."""
OUTPUT_CHARACTERS = 16_000
"""A learner program's own output, as kept and sent."""
TEST_OUTPUT_CHARACTERS = 500
"""Output of one test (results.json version 3)."""
TESTS_IN_RESULTS = 1_000
"""Twice what a runner reports of one run."""
HINTS = 100
"""Hints of one exercise."""
EVENTS_IN_BATCH = 50
REQUEST_BYTES = 8 * 1024 * 1024
"""A batch of events; any other request may have far less."""
LOCAL_MESSAGE_BYTES = 1024 * 1024
"""One line on a Unix socket between the kiosk's own parts."""
CLOCK_SKEW_SECONDS = 300
"""How old a signed request may be by the server's clock; it is never of a later time."""
PIN_DIGITS = 6
DRAFT_LOCAL_SECONDS = 1.0
"""Typing is on the kiosk's disk within this."""
DRAFT_SERVER_SECONDS = 10.0
"""And on the server within this, while it answers."""
LEASE_GRACE_SECONDS = 15 * 60
"""How long a kiosk works on without hearing from the server."""

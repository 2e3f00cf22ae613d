"""A selected test runs or the session is red: nothing skips, and an empty tier is a fault."""

from collections.abc import Generator

import pytest
from hypothesis import settings

# How long an example takes is the machine's: beside others at work one takes more than a private limit allows.
settings.register_profile("at-any-pace", deadline=None)
settings.load_profile("at-any-pace")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure: a test that did not run has shown nothing."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run: {report.longrepr}"
    return report

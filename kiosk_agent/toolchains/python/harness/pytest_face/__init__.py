"""What lessons use of pytest: marks, fixtures, raises, approx, skip. Enough to run them, with nothing installed."""

import contextlib
import functools
import importlib
import re
import types
import unittest
from collections.abc import Callable, Iterator
from typing import Any

from pytest_face import fixtures, marks, warned
from pytest_face.approx import approx


class Raised:
    """What pytest.raises gives."""

    value: BaseException | None = None
    type: "type | None" = None
    tb: types.TracebackType | None = None

    def match(self, pattern: str) -> bool:
        """Fail unless the error's words match."""
        if not re.search(pattern, str(self.value)):
            raise AssertionError(f"{pattern!r} does not match {str(self.value)!r}")
        return True


@contextlib.contextmanager
def _raising(expected: Any, match: Any, check: Callable[[Any], bool] | None) -> Iterator[Raised]:  # noqa: ANN401
    raised = Raised()
    try:
        yield raised
    except expected as error:
        raised.value, raised.type, raised.tb = error, type(error), error.__traceback__
        if match is not None:
            raised.match(match)
        if check is not None and not check(error):
            raise AssertionError("the error is not the one that was expected") from error
    else:
        raise AssertionError(f"DID NOT RAISE {expected}")


def raises(expected: Any, *call: Any, match: Any = None, check: Any = None, **named: Any) -> Any:  # noqa: ANN401
    """Fail unless the block, or the call, raises `expected`."""
    if not call:
        return _raising(expected, match, check)
    function, *arguments = call
    with _raising(expected, match, check) as raised:
        function(*arguments, **named)
    return raised


def skip(reason: str = "", **_: object) -> None:
    """Leave a test out."""
    raise unittest.SkipTest(reason)


def fail(reason: str = "", **_: object) -> None:
    """Fail a test."""
    raise AssertionError(reason)


def xfail(reason: str = "") -> None:
    """Leave a test out that is known to fail."""
    raise unittest.SkipTest(reason)


def importorskip(name: str, **_: object) -> types.ModuleType:
    """Return a module, or leave the test out."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise unittest.SkipTest(str(error)) from error


@functools.cache
def module() -> types.ModuleType:
    """Return the module that stands for pytest."""
    face = types.ModuleType("pytest")
    vars(face).update(
        mark=marks.Marks(),
        param=marks.param,
        fixture=marks.fixture,
        raises=raises,
        approx=approx,
        warns=warned.warns,
        deprecated_call=warned.deprecated_call,
        skip=skip,
        fail=fail,
        xfail=xfail,
        importorskip=importorskip,
        MonkeyPatch=fixtures.Patches,
        CaptureFixture=object,
        FixtureRequest=object,
        LogCaptureFixture=object,
        WarningsRecorder=object,
    )
    return face

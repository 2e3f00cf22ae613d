"""What lessons use of pytest: marks, raises, approx, skip, parametrize. Enough to run them, with nothing installed."""

import contextlib
import math
import re
import types
import unittest
from collections.abc import Callable, Iterator
from typing import Any


class _Marks:
    """pytest.mark: every mark is let be, but for parametrize."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def mark(*arguments: object, **_: object) -> object:
            # Used without brackets, a mark gets the function itself.
            return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else lambda function: function

        return mark

    @staticmethod
    def parametrize(names: str | list[str], rows: list[Any], **_: object) -> Callable[..., object]:
        """Run a test once a row."""
        keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)

        def mark(function: Callable[..., object]) -> Callable[..., object]:
            table = [dict(zip(keys, row if len(keys) > 1 else (row,), strict=True)) for row in rows]
            vars(function)["parametrize_rows"] = table
            return function

        return mark


class _Raised:
    value: BaseException | None = None
    type: "type | None" = None


@contextlib.contextmanager
def raises(
    expected: type[BaseException] | tuple[type[BaseException], ...], match: str | None = None
) -> Iterator[_Raised]:
    """Fail unless the block raises `expected`."""
    raised = _Raised()
    try:
        yield raised
    except expected as error:
        raised.value, raised.type = error, type(error)
        if match is not None and not re.search(match, str(error)):
            raise AssertionError(f"{match!r} does not match {str(error)!r}") from error
    else:
        raise AssertionError(f"DID NOT RAISE {expected}")


class approx:  # noqa: N801 - pytest's own name
    """A number, give or take a little."""

    def __init__(self, expected: float, rel: float = 1e-6, abs: float = 1e-12) -> None:  # noqa: A002
        self._expected, self._relative, self._absolute = expected, rel, abs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int | float) and math.isclose(
            other, self._expected, rel_tol=self._relative, abs_tol=self._absolute
        )

    def __hash__(self) -> int:
        return hash(self._expected)

    def __repr__(self) -> str:
        return f"approx({self._expected})"


def skip(reason: str = "") -> None:
    """Leave a test out."""
    raise unittest.SkipTest(reason)


def fail(reason: str = "") -> None:
    """Fail a test."""
    raise AssertionError(reason)


def module() -> types.ModuleType:
    """Return a module that stands for pytest."""
    face = types.ModuleType("pytest")
    vars(face).update(
        mark=_Marks(), raises=raises, approx=approx, skip=skip, fail=fail, fixture=lambda function: function
    )
    return face

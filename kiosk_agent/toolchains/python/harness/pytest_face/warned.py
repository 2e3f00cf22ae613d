"""Warnings as pytest looks at them: pytest.warns, and the fixture recwarn."""

import contextlib
import re
import warnings
from collections.abc import Iterator
from typing import Any

DEPRECATED = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)


class Warned(list[warnings.WarningMessage]):
    """The warnings of a block, as they come."""

    @property
    def list(self) -> "Warned":
        """The same, by pytest's own name."""
        return self

    def pop(self, kind: Any = Warning) -> warnings.WarningMessage:  # noqa: ANN401 - as pytest has it
        """Take out the first of a kind."""
        for index, each in enumerate(self):
            if issubclass(each.category, kind):
                return super().pop(index)
        raise AssertionError(f"{kind!r} not found in warning list")


@contextlib.contextmanager
def recorded() -> Iterator[Warned]:
    """Keep the warnings of a block, each of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found = Warned()
        warnings.showwarning = lambda *given, **_: found.append(warnings.WarningMessage(*given))
        yield found


@contextlib.contextmanager
def _warning(expected: Any, match: Any) -> Iterator[Warned]:  # noqa: ANN401
    with recorded() as found:
        yield found
    fitting = [each for each in found if issubclass(each.category, expected)]
    if not fitting:
        raise AssertionError(f"DID NOT WARN {expected}")
    if match is not None and not any(re.search(match, str(each.message)) for each in fitting):
        raise AssertionError(f"{match!r} does not match {[str(each.message) for each in fitting]}")


def warns(expected: Any = Warning, *call: Any, match: Any = None, **named: Any) -> Any:  # noqa: ANN401
    """Fail unless the block, or the call, warns so."""
    if not call:
        return _warning(expected, match)
    function, *arguments = call
    with _warning(expected, match):
        return function(*arguments, **named)


def deprecated_call(*call: Any, match: Any = None, **named: Any) -> Any:  # noqa: ANN401
    """Fail unless the block, or the call, warns that something is not to be used any more."""
    return warns(DEPRECATED, *call, match=match, **named)

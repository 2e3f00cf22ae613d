"""Finds the tests before any line of the program is there: something that answers to every name stands in for it."""

import contextlib
import io
import sys
import types
from typing import Any

import loader
import suite


class Unknown(BaseException):
    """The tests' number or names hang on what the program is."""


class StandIn(type):
    """A class that has every attribute: it may be a base, be called, and be handed on, and is known by nothing."""

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401 - any name of a program's
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(name, (), {})

    def __call__(cls, *_: object, **__: object) -> Any:  # noqa: ANN401
        """Stand in for what comes of it, too."""
        return StandIn(cls.__name__, (), {})

    def _unknown(cls, *_: object) -> Any:  # noqa: ANN401
        raise Unknown

    __bool__ = __len__ = __iter__ = __getitem__ = __contains__ = __eq__ = __lt__ = __gt__ = __le__ = __ge__ = _unknown
    __hash__ = type.__hash__


def _fill(path: str, module: types.ModuleType) -> None:
    del path

    def attribute(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(name, (), {})

    vars(module)["__getattr__"] = attribute


def names(files: dict[str, str], solution: list[str], tests: list[str]) -> list[str] | None:
    """Return the names of the tests; None when they cannot be known, or the test files are not whole."""
    before = set(sys.modules)
    memory = loader.MemoryFinder(files, dict.fromkeys(solution, _fill))
    sys.meta_path.insert(0, memory)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return [test.name for path in tests for test in suite.tests_of(memory.load(path)).tests]
    except BaseException:  # noqa: BLE001 - the run itself says what is wrong
        return None
    finally:
        sys.meta_path.remove(memory)
        # The run reads them all again; what is Python's own may stay.
        for name in set(sys.modules) - before:
            if memory.holds(name):
                del sys.modules[name]

"""The fixtures that pytest brings along, as far as a jail without files has them."""

import contextlib
import importlib
import io
import os
import sys
import types
import unittest
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pytest_face import logged, warned

_UNSET = object()


@dataclass(frozen=True)
class Request:
    """What a fixture is told of who asks."""

    case: unittest.TestCase
    function: Callable[..., Any]
    _after: contextlib.ExitStack
    _params: dict[str, Any]
    _name: str = ""

    @property
    def param(self) -> Any:  # noqa: ANN401 - any value
        """The value of its row."""
        return self._params[self._name]

    @property
    def node(self) -> types.SimpleNamespace:
        """The test that asks."""
        return types.SimpleNamespace(name=self.function.__name__)

    def addfinalizer(self, ending: Callable[[], object]) -> None:
        """Have something done after the test."""
        self._after.callback(ending)


class Captured(NamedTuple):
    """What was printed since the last look."""

    out: str
    err: str


class Capture:
    """capsys."""

    def __init__(self) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        self._shown = sys.stdout, sys.stderr

    def readouterr(self) -> Captured:
        """Return what was printed, and forget it."""
        said = Captured(self._out.getvalue(), self._err.getvalue())
        for stream in (self._out, self._err):
            stream.seek(0)
            stream.truncate()
        return said

    @contextlib.contextmanager
    def disabled(self) -> Iterator[None]:
        """Let what is printed go where the learner sees it, for a while."""
        with contextlib.redirect_stdout(self._shown[0]), contextlib.redirect_stderr(self._shown[1]):
            yield

    @contextlib.contextmanager
    def capturing(self) -> Iterator["Capture"]:
        """Take what is printed, and let it out at the end where the learner sees it."""
        with contextlib.redirect_stdout(self._out), contextlib.redirect_stderr(self._err):
            yield self
        rest = self.readouterr()
        sys.stdout.write(rest.out)
        sys.stderr.write(rest.err)


class Patches:
    """monkeypatch: changes that end with the test."""

    def __init__(self) -> None:
        self._after = contextlib.ExitStack()

    @classmethod
    @contextlib.contextmanager
    def context(cls) -> Iterator["Patches"]:
        """Give one whose changes end with a block."""
        patches = cls()
        try:
            yield patches
        finally:
            patches.undo()

    def setattr(self, target: Any, name: Any, value: Any = _UNSET, raising: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Set an attribute; `target` may be a text with all of its path."""
        if isinstance(target, str):
            path, _, attribute = target.rpartition(".")
            target, name, value = _found(path), attribute, name
        old = vars(target).get(name, _UNSET) if isinstance(target, type) else getattr(target, name, _UNSET)
        if raising and old is _UNSET and not hasattr(target, name):
            raise AttributeError(f"{target!r} has no attribute {name!r}")
        setattr(target, name, value)
        self._after.callback(_put_back, target, name, old)

    def delattr(self, target: Any, name: str, raising: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Take an attribute away."""
        old = getattr(target, name, _UNSET)
        if old is not _UNSET or raising:
            delattr(target, name)
            self._after.callback(setattr, target, name, old)

    def setitem(self, mapping: Any, name: Any, value: Any) -> None:  # noqa: ANN401
        """Set an item."""
        self._after.callback(_put_item_back, mapping, name, mapping.get(name, _UNSET))
        mapping[name] = value

    def delitem(self, mapping: Any, name: Any, raising: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Take an item away."""
        if name in mapping or raising:
            self._after.callback(_put_item_back, mapping, name, mapping[name])
            del mapping[name]

    def setenv(self, name: str, value: str, prepend: str | None = None) -> None:
        """Set a variable of the environment, before what it holds when a text to put between is given."""
        old = os.environ.get(name) if prepend is not None else None
        self.setitem(os.environ, name, str(value) if old is None else f"{value}{prepend}{old}")

    def delenv(self, name: str, raising: bool = True) -> None:  # noqa: FBT001, FBT002
        """Take a variable of the environment away."""
        self.delitem(os.environ, name, raising)

    def undo(self) -> None:
        """End all changes."""
        self._after.close()


def _found(path: str) -> Any:  # noqa: ANN401
    module, *names = path.split(".")
    found = importlib.import_module(module)
    for name in names:
        if not hasattr(found, name):
            importlib.import_module(f"{found.__name__}.{name}")
        found = getattr(found, name)
    return found


def _put_back(target: Any, name: str, old: object) -> None:  # noqa: ANN401
    if old is _UNSET:
        delattr(target, name)
    else:
        setattr(target, name, old)


def _put_item_back(mapping: Any, name: object, old: object) -> None:  # noqa: ANN401
    if old is _UNSET:
        mapping.pop(name, None)
    else:
        mapping[name] = old


def check(names: Iterable[str]) -> None:
    """Refuse a test that asks for what nobody makes, before any program is let in."""
    for name in names:
        if name in OF_FILES:
            raise LookupError(f"fixture {name!r} not found: a program has no folder to write to here")
        if name not in OWN:
            raise LookupError(f"fixture {name!r} not found")


def built_in(name: str, request: Request) -> Any:  # noqa: ANN401 - a context of whatever it makes
    """Return what enters one of pytest's own."""
    return OWN[name](request)


def _subtests(request: Request) -> Any:  # noqa: ANN401
    part = types.SimpleNamespace(test=lambda msg=None, **values: request.case.subTest(msg, **values))
    return contextlib.nullcontext(part)


OWN: dict[str, Callable[[Request], Any]] = {
    "request": contextlib.nullcontext,
    "capsys": lambda _: Capture().capturing(),
    "capfd": lambda _: Capture().capturing(),
    "monkeypatch": lambda _: Patches.context(),
    "subtests": _subtests,
    "caplog": lambda _: logged.captured(),
    "recwarn": lambda _: warned.recorded(),
}
OF_FILES = {"tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory"}

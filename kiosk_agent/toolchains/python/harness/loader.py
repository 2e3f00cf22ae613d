"""Modules compiled from memory: nothing of the program is ever on a disk."""

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import linecache
import sys
import tokenize
import types
from collections.abc import Callable


class MemoryFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads the files that were handed in."""

    def __init__(
        self, files: dict[str, str], elsewhere: dict[str, Callable[[str, types.ModuleType], None]] | None = None
    ) -> None:
        """Take the files; `elsewhere` (path -> what fills its module) are those of a split run's other jail."""
        self._files = files
        self._elsewhere = elsewhere or {}
        self._paths = {}
        for path in files:
            if path.endswith(".py"):
                name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                self._paths[name] = path
                # A lesson may have a file named as a module that is already loaded.
                sys.modules.pop(name, None)
        for path, text in files.items():
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)

    def holds(self, name: str) -> bool:
        """Tell whether a module is one of the files, or a folder of them."""
        return any(each == name or each.startswith(f"{name}.") for each in self._paths)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load `fullname`, or None when it is not one of ours."""
        del path, target
        if fullname in self._paths:
            is_package = self._paths[fullname].endswith("/__init__.py")
            return importlib.machinery.ModuleSpec(fullname, self, origin=self._paths[fullname], is_package=is_package)
        if any(name.startswith(f"{fullname}.") for name in self._paths):
            return importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module's source."""
        path = self._paths[module.__name__]
        module.__file__ = path
        if path in self._elsewhere:
            self._elsewhere[path](path, module)
            return
        exec(self._code(path), module.__dict__)  # noqa: S102 - that is the job

    def _code(self, path: str) -> types.CodeType:
        try:
            return compile(self._files[path], path, "exec", dont_inherit=True)
        except (RecursionError, MemoryError):
            # How the compiler says that it cannot follow; it does not say where, and its own error names our files.
            said = "this statement is too long or nested too deeply"
            raise SyntaxError(said, (path, _longest_statement(self._files[path]), None, None)) from None
        except (SyntaxError, ValueError) as error:
            if isinstance(error, SyntaxError) and error.filename:
                raise
            # Of a null byte, older Pythons do not say that it is one of syntax, and newer ones not where.
            raise SyntaxError(str(error), (path, None, None, None)) from None

    def get_source(self, fullname: str) -> str:
        """Return the text of a module, for tracebacks."""
        return self._files[self._paths[fullname]]

    def load(self, path: str, name: str | None = None) -> types.ModuleType:
        """Run the file `path` and return its module, under `name` or its own."""
        own_name = next(key for key, value in self._paths.items() if value == path)
        if name is None:
            return importlib.import_module(own_name)
        module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec(own_name, self, origin=path))
        module.__name__ = name
        sys.modules[name] = module
        module.__file__ = path
        exec(self._code(path), module.__dict__)  # noqa: S102 - that is the job
        return module


def _longest_statement(text: str) -> int | None:
    """Return the first line of the statement with the most words and signs."""
    found: tuple[int, int] | None = None
    count, line = 0, None
    with contextlib.suppress(tokenize.TokenError, SyntaxError, RecursionError):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in {tokenize.NEWLINE, tokenize.ENDMARKER}:
                found = max(found or (0, 1), (count, line or 1), key=lambda each: each[0])
                count, line = 0, None
            elif token.type not in {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}:
                count, line = count + 1, line or token.start[0]
    if line is not None and count > (found[0] if found else 0):
        return line
    return found[1] if found else None


def own_traceback(error: BaseException) -> types.TracebackType | None:
    """Return the traceback of `error` from the program's first line on, without ours before it."""
    here = __file__.rpartition("/")[0]
    step = error.__traceback__
    while step is not None and step.tb_frame.f_code.co_filename.startswith((here, "<frozen")):
        step = step.tb_next
    return step

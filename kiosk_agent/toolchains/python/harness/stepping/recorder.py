"""Records a program while it runs: each line that is about to run, who called whom, and what the names hold by then."""

import ast
import os
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stepping.shown import Told, cut, error, is_error, is_of, shown

BYTES = 512 * 1024
CALLS = 100
NAMES = 60
NAME_CHARACTERS = 60
FOLDED = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})
"""What older Pythons call to make a list, a dict or a set in one line, and newer ones do in place."""
WHOLE_FILE = "<module>"
IMPORTED = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
Names = dict[str, Told]
Send = Callable[..., int]


class Recorder:
    """Watches one program; `send(kind, **content)` says a step and returns its bytes, `leave()` ends all of it."""

    def __init__(
        self, hand_in: Mapping[str, Any], send: Send, heard: Callable[[], str], leave: Callable[[], None]
    ) -> None:
        self._lines = {path: _Text(text) for path, text in hand_in["files"].items() if path.endswith(".py")}
        self._send, self._heard, self._leave = send, heard, leave
        self._most_steps = hand_in["steps"]
        self._steps = self._bytes = 0
        self._numbers: dict[int, int] = {}
        self._next = 0
        self._calls: list[_Known] = []
        self._files: dict[str, Names] = {}
        self._flying: object = None
        self._flying_in = 0
        self._is_leaving = False
        self._last_line = 0
        self._process = os.getpid()

    def watch(self, run: Callable[[], int]) -> int:
        """Return what `run` does, watched."""
        sys.settrace(self._called)
        try:
            return run()
        finally:
            sys.settrace(None)
            self._flying = None

    def end(self, how: str = "") -> None:
        """Say that there is no further step, and why."""
        how = how or ("left" if self._is_leaving else "ended")
        self._send("recorded", how=how, printed=self._heard())

    def _called(self, frame: types.FrameType, event: str, arg: object) -> Any:  # noqa: ANN401 - as sys.settrace has it
        del event, arg
        if frame.f_code.co_filename not in self._lines:
            return None
        self._next += 1
        self._numbers[id(frame)] = self._next
        return self._happened

    def _happened(self, frame: types.FrameType, event: str, arg: Any) -> Any:  # noqa: ANN401 - as sys.settrace has it
        try:
            if event == "line":
                self._step(frame, self._arrived(frame))
            elif event == "exception":
                self._thrown(frame, arg[1])
            elif event == "return":
                self._returned(frame, arg)
        except RecursionError:
            # Near the end of the stack a look may fail; it is left out, and the next one says all of the calls again.
            self._calls.clear()
        if event == "return":
            self._numbers.pop(id(frame), None)
        return self._happened

    def _returned(self, frame: types.FrameType, value: object) -> None:
        name = frame.f_code.co_name
        is_thrown = self._flying is not None and self._flying_in == id(frame)
        if is_thrown or self._is_leaving:
            return
        if name == WHOLE_FILE:
            self._step(frame, "returned")
        elif name not in FOLDED and _is_function(frame):
            self._step(frame, "returned", shown(value))

    def _arrived(self, frame: types.FrameType) -> str:
        """Return what it is that a line is about to run: whether what was thrown is caught by that."""
        text = self._lines[frame.f_code.co_filename]
        self._is_leaving = self._is_leaving and frame.f_lineno in text.passing
        if self._flying is None or self._flying_in != id(frame) or frame.f_lineno in text.passing:
            return "line"
        self._flying = None
        return "caught"

    def _thrown(self, frame: types.FrameType, value: object) -> None:
        self._flying_in = id(frame)
        self._is_leaving = is_error(value, SystemExit)
        if self._flying is value or self._is_leaving:
            return
        self._flying = value
        self._step(frame, "thrown", error(value) if is_error(value, BaseException) else shown(value))

    def _step(self, frame: types.FrameType, moment: str, value: Told | None = None) -> None:
        file, line = frame.f_code.co_filename, frame.f_lineno
        if os.getpid() != self._process or not 0 < line <= self._lines[file].length:
            return
        if self._steps >= self._most_steps or self._bytes >= BYTES:
            self._stop("size" if self._bytes >= BYTES else "steps")
        kept, entered = self._follow(frame)
        if len(self._calls) > CALLS:
            self._stop("calls")
        changed, gone = self._names(frame, file)
        # Older Pythons come to a line once more, to make a list in it.
        is_again = frame.f_code.co_name in FOLDED and line == self._last_line
        self._last_line = line
        if is_again and not changed and not gone:
            return
        rest = {"entered": entered, "changed": changed, "gone": gone, "printed": self._heard(), "value": value}
        told = {name: part for name, part in rest.items() if part}
        self._steps += 1
        self._bytes += self._send("step", moment=moment, file=file, line=line, kept=kept, **told)
        if moment == "returned":
            self._calls.pop()

    def _stop(self, why: str) -> None:
        sys.settrace(None)
        self.end(why)
        self._leave()

    def _follow(self, frame: types.FrameType) -> tuple[int, list[str]]:
        """Return how many of the calls before go on, and the names of those that came on top."""
        now = list(self._stack(frame))[::-1]
        kept = 0
        while kept < min(len(now), len(self._calls)) and self._calls[kept].number == now[kept][0]:
            kept += 1
        self._calls[kept:] = [_Known(number) for number, _ in now[kept:]]
        return kept, [name for _, name in now[kept:]]

    def _stack(self, frame: types.FrameType | None) -> Iterator[tuple[int, str]]:
        while frame is not None:
            code = frame.f_code
            number = self._numbers.get(id(frame))
            if number is not None and code.co_filename in self._lines and code.co_name not in FOLDED:
                yield number, "" if code.co_name == WHOLE_FILE else code.co_name[:NAME_CHARACTERS]
            frame = frame.f_back

    def _names(self, frame: types.FrameType, file: str) -> tuple[list[Told], list[Told]]:
        """Return the names whose values are others now, and those that are none any more."""
        own: Names = {}
        around: Names = {}
        known = self._calls[-1]
        files = self._of_file(frame.f_globals, file)
        outer: types.FrameType | None = frame
        while outer is not None:
            if outer.f_globals is not outer.f_locals:
                free = outer.f_code.co_freevars
                for name, value in dict(outer.f_locals).items():
                    if not _is_ours(name) or name in own or name in around:
                        continue
                    is_around = name in free and outer is frame and outer.f_code.co_name not in FOLDED
                    (around if is_around else own)[name] = shown(value)
            outer = outer.f_back if outer.f_code.co_name in FOLDED else None
        changed: list[Told] = []
        gone: list[Told] = []
        of_file = self._files.setdefault(file, {})
        for holder, old, new in (("call", known.own, own), ("around", known.around, around), ("file", of_file, files)):
            # What is too much for one step is told in the next.
            for name in [name for name, value in new.items() if old.get(name) != value][: NAMES - len(changed)]:
                old[name] = new[name]
                changed.append({"holder": holder, "name": name, "value": new[name]})
            for name in [name for name in old if name not in new][: NAMES - len(gone)]:
                del old[name]
                gone.append({"holder": holder, "name": name})
        return changed, gone

    def _of_file(self, names: dict[str, Any], file: str) -> Names:
        imported = self._lines[file].imported
        return {
            name: shown(value)
            for name, value in tuple(names.items())
            if _is_ours(name) and not (name in imported and is_of(value, IMPORTED))
        }


class _Known:
    """What was said of one call."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.own: Names = {}
        self.around: Names = {}


class _Text:
    """What a file's text says of its lines."""

    def __init__(self, text: str) -> None:
        self.length = text.count("\n") + 1
        self.passing: set[int] = set()
        """Lines that are run while something thrown goes on."""
        self.imported: set[str] = set()
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            # It says so itself when it is run.
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self.imported |= {each.asname or each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.Try | ast.TryStar):
                for handler in node.handlers:
                    self.passing |= set(range(handler.lineno, handler.body[0].lineno))
                for each in node.finalbody:
                    self.passing |= set(range(each.lineno, (each.end_lineno or each.lineno) + 1))


def _is_function(frame: types.FrameType) -> bool:
    """Tell whether a frame is a call of a function: a class's body is run once and returns nothing."""
    return bool(frame.f_code.co_flags & 1)


def _is_ours(name: object) -> bool:
    """Tell whether a program's author made a name."""
    is_name = type(name) is str and 0 < len(name) <= NAME_CHARACTERS and not name.startswith(".")
    return is_name and not (str(name).startswith("__") and str(name).endswith("__")) and cut(str(name)) == name

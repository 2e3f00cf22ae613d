"""Why a program could not be started, with the place in one of its own files where there is one."""

import linecache
import re
import traceback
from typing import Any

from mistakes import causes
from mistakes.found import Found

Place = tuple[str | None, int | None]
"""File and line."""
NOWHERE: Place = (None, None)


_LACKING = re.compile(r"^cannot import name '([^']{1,60})' from ")


def of(error: BaseException, files: dict[str, str], solution: list[str], *, is_whole: bool = True) -> dict[str, Any]:
    """Return the breakage: stage, message, file, line, cause; not `is_whole` where the program is in another jail."""
    # A program can raise these itself, with anything in them.
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in files:
        message = f"{type(error).__name__}: {error.msg if type(error.msg) is str else ''}"
        line = error.lineno if type(error.lineno) is int else None
        text = files[error.filename] if error.filename in solution else ""
        return _told("compile", message, (error.filename, line), causes.why_unread(text, str(error.msg), line))
    # Some tests put the bare ImportError into kinder words; it is then the cause of theirs.
    for cause in (error, error.__cause__, error.__context__):
        if isinstance(cause, ImportError) and (lacking := _lacking(cause, files, solution)):
            asked = _LACKING.match(str(cause.msg))
            found = causes.why_lacking(files[lacking] if is_whole else None, asked[1]) if asked else None
            return _told("compile", describe(error), (lacking, None), found)
    return _told("load", describe(error), place(error, files), why_stopped(error, files, solution))


def _told(stage: str, message: str, where: Place, found: Found | None) -> dict[str, Any]:
    file, line = where
    if found is not None and found.line is not None:
        line = found.line
    return {"stage": stage, "message": message, "file": file, "line": line, "cause": cause_of(found)}


def cause_of(found: Found | None) -> dict[str, Any] | None:
    """Return what was found as the report says it."""
    return None if found is None else {"name": found.name, "facts": found.facts}


def why_stopped(error: BaseException, files: dict[str, str], solution: list[str]) -> Found | None:
    """Return why a program stopped with `error`, in one of its own files or where a test called it."""
    file, line = place(error, files)
    if file is None or not solution:
        return None
    if file in solution:
        return causes.why_stopped(files[file], describe(error), line)
    return causes.why_stopped(files[solution[0]], describe(error), None)


def suspect(files: dict[str, str], solution: list[str]) -> dict[str, Any] | None:
    """Return the loop in the program's first file that goes on without an end, if there is one."""
    found = causes.why_endless(files.get(solution[0], "")) if solution else None
    return None if found is None else {"file": solution[0], "line": found.line, "cause": cause_of(found)}


def _lacking(error: ImportError, files: dict[str, str], solution: list[str]) -> str | None:
    """Return the learner's file that does not have what was asked of it."""
    name = error.name if type(error.name) is str else ""
    path = f"{name.replace('.', '/')}.py"
    if path in solution and path in files and not isinstance(error, ModuleNotFoundError):
        return path
    return None


def place(error: BaseException, files: dict[str, str]) -> Place:
    """Return the innermost place of `error` in one of the program's own files."""
    # Of an error that came out of a split run's other jail.
    elsewhere = vars(error).get("_outset_place")
    if isinstance(elsewhere, tuple) and len(elsewhere) == 2 and elsewhere[0] in files:  # noqa: PLR2004
        file, line = elsewhere
        # The program says it there; a bool is an int too.
        return file, line if type(line) is int else None
    return next(reversed(steps(error, files)), NOWHERE)


def steps(error: BaseException, files: dict[str, str]) -> list[tuple[str, int]]:
    """Return where `error` came through the program's own files, the innermost last."""
    walked = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
    return [(file, line) for file, line in walked if file in files]


def assertion(error: BaseException, files: dict[str, str]) -> str:
    """Return what a failed assertion says, without its name."""
    message = describe(error).removeprefix("AssertionError: ")
    # A bare assert says nothing; the line itself does.
    return (line_of(error, files) or message) if message == "AssertionError" else message


def line_of(error: BaseException, files: dict[str, str]) -> str:
    """Return the text of the innermost line of `error` in the program's own files; may be empty."""
    file, line = place(error, files)
    return linecache.getline(file, line).strip() if file and line else ""


def describe(error: BaseException) -> str:
    """Return the error as Python prints its last line, whatever the learner's own exception does when asked."""
    try:
        return "".join(traceback.format_exception_only(error)).strip()
    except BaseException:  # noqa: BLE001 - __str__ may be the learner's
        return type(error).__name__

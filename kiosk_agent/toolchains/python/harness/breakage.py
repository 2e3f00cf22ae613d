"""Why a program could not be started, with the place in one of its own files where there is one."""

import linecache
import traceback

Place = tuple[str | None, int | None]
"""File and line."""
NOWHERE: Place = (None, None)


def of(error: BaseException, files: dict[str, str], solution: list[str]) -> dict[str, str | int | None]:
    """Return the breakage: stage, message, file, line."""
    # A program can raise these itself, with anything in them.
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in files:
        message = f"{type(error).__name__}: {error.msg if type(error.msg) is str else ''}"
        line = error.lineno if type(error.lineno) is int else None
        return {"stage": "compile", "message": message, "file": error.filename, "line": line}
    # Some tests put the bare ImportError into kinder words; it is then the cause of theirs.
    for cause in (error, error.__cause__, error.__context__):
        if isinstance(cause, ImportError) and (lacking := _lacking(cause, files, solution)):
            return {"stage": "compile", "message": describe(error), "file": lacking, "line": None}
    file, line = place(error, files)
    return {"stage": "load", "message": describe(error), "file": file, "line": line}


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

"""Faults, each with the next step for a person. Outcomes (a slow program, a wrong PIN) are values, not these."""

from pathlib import Path


class OutsetError(Exception):
    """A fault that stops what was asked for.

    `hint` is the next step, in words that a person who did not write this can act on.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  next: {self.hint}"


class ProgramMissing(OutsetError):
    """A program that the work needs is not installed."""


class ProgramFailed(OutsetError):
    """A program ended with an error; `output` holds the last of what it said."""

    def __init__(self, message: str, *, hint: str, output: str = "", exit_code: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.output = output
        self.exit_code = exit_code

    def __str__(self) -> str:
        tail = self.output.strip()
        return super().__str__() + (f"\n{tail}" if tail else "")


class JailUnavailable(OutsetError):
    """No proven jail can be had, so learner code does not run at all."""


class SettingsInvalid(OutsetError):
    """A settings file does not say what it must."""


class TrackInvalid(OutsetError):
    """A folder of exercises is not a track that can be used: where it is not, what is wrong there, the next step.

    `problem` does not name the place. `path` and `line` are None where no one file, or no one line, is at fault.
    """

    def __init__(self, problem: str, *, hint: str, path: Path | None = None, line: int | None = None) -> None:
        place = "" if path is None else f"{path}: " if line is None else f"{path}, line {line}: "
        super().__init__(f"{place}{problem}", hint=hint)
        self.problem = problem
        self.path = path
        self.line = line


class ServerUnreachable(OutsetError):
    """The classroom server did not answer; what was to be sent is kept."""


class StorageFull(OutsetError):
    """The disk took no more; what was already said to be saved is still there."""

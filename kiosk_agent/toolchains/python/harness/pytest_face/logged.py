"""What a program logs, as pytest's fixture caplog keeps it."""

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any

FORMAT = "%(levelname)-8s %(name)s:%(filename)s:%(lineno)d %(message)s"


class Logged:
    """caplog."""

    def __init__(self) -> None:
        # Only when it is asked for: hardly any program logs.
        self._logging = importlib.import_module("logging")
        self.records: list[Any] = []
        self.handler = self._logging.Handler()
        self.handler.emit = self.records.append
        self._after = contextlib.ExitStack()

    @property
    def text(self) -> str:
        """All of it, a line each."""
        form = self._logging.Formatter(FORMAT)
        return "".join(f"{form.format(record)}\n" for record in self.records)

    @property
    def messages(self) -> list[str]:
        """The words alone."""
        return [record.getMessage() for record in self.records]

    @property
    def record_tuples(self) -> list[tuple[str, int, str]]:
        """Who, how grave, what."""
        return [(record.name, record.levelno, record.getMessage()) for record in self.records]

    def clear(self) -> None:
        """Forget what there is."""
        self.records.clear()

    def set_level(self, level: int | str, logger: str | None = None) -> None:
        """Have graver things logged alone, until the test ends."""
        self._after.enter_context(self.at_level(level, logger))

    @contextlib.contextmanager
    def at_level(self, level: int | str, logger: str | None = None) -> Iterator[None]:
        """Have graver things logged alone, in a block."""
        found = self._logging.getLogger(logger)
        before = found.level
        found.setLevel(level)
        try:
            yield
        finally:
            found.setLevel(before)

    def end(self) -> None:
        """Put back what was set."""
        self._after.close()


@contextlib.contextmanager
def captured() -> Iterator[Logged]:
    """Keep what is logged during a test."""
    logged = Logged()
    root = importlib.import_module("logging").getLogger()
    root.addHandler(logged.handler)
    try:
        yield logged
    finally:
        root.removeHandler(logged.handler)
        logged.end()

"""The tutor in a pseudo terminal."""

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pexpect


def end_terminal(terminal: "pexpect.spawn[str]") -> None:
    """End the program in a terminal, and return once it has ended, however long a busy machine takes to bury it."""
    if terminal.isalive():
        terminal.kill(signal.SIGKILL)
        terminal.wait()
    terminal.close()

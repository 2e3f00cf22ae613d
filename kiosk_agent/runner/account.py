"""The account that runs jails: never root, never a person's own. On a host the commands change to it."""

import contextlib
import os
import pwd
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner import control_group

HOST_ACCOUNT = "outset-runner"
KIOSK_ACCOUNT = "kiosk-runner"
SET_UP_HINT = "run: ./outset up, which makes the account"


def is_ours() -> bool:
    """Tell whether this process already is one that may start jails."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name in {HOST_ACCOUNT, KIOSK_ACCOUNT}
    except KeyError:
        return False


def command_as_ours(program: Sequence[str]) -> list[str]:
    """Return the command that runs `python -m kiosk_agent PROGRAM…` as the account. Raises JailUnavailable."""
    return python_as_ours(["-m", "kiosk_agent", *program])


def python_as_ours(arguments: Sequence[str]) -> list[str]:
    """Return the command that runs this Python with `arguments` as the account. Raises JailUnavailable.

    As root, control groups that the account may use are made as well, where this machine has them.
    """
    try:
        account = pwd.getpwnam(HOST_ACCOUNT)
    except KeyError as error:
        raise JailUnavailable(f"there is no account {HOST_ACCOUNT}", hint=SET_UP_HINT) from error
    source = str(Path(__file__).parents[2])
    own = ["env", f"PYTHONPATH={source}", f"HOME={account.pw_dir}", "PYTHONDONTWRITEBYTECODE=1", "PYTHONUTF8=1"]
    python = [*own, sys.executable, *arguments]
    if os.getuid() == 0:
        with contextlib.suppress(OSError):
            control_group.give_to(account.pw_uid, account.pw_gid)
        return ["setpriv", f"--reuid={HOST_ACCOUNT}", f"--regid={HOST_ACCOUNT}", "--init-groups", *python]
    return ["sudo", "-u", HOST_ACCOUNT, *python]


def become_ours(program: Sequence[str]) -> None:
    """Return when this process may start jails; otherwise start `program` again as the account, in its place."""
    if not is_ours():
        process.become(command_as_ours(program))

"""Becoming the account that runs jails: on a host, commands are started again under it."""

import contextlib
import os
import pwd
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.account import HOST_ACCOUNT, is_ours
from kiosk_agent.runner.host import account_mounts, checkout_access, given_group, scratch_mounts
from kiosk_agent.runner.host.toolchain_tree import CHECKOUT, PYTHON, ToolchainTree
from kiosk_agent.runner.jail import accounts, scratch

SET_UP_HINT = "run: ./outset up, which makes the account"
COMMANDS = CHECKOUT / "outset.py"


def outset_as_ours(
    words: Sequence[str], *, tree: ToolchainTree | None = None, visible: Sequence[Path] = ()
) -> list[str]:
    """Return the command that runs `./outset WORDS…` as the account, without set-up. Raises JailUnavailable."""
    return python_as_ours([str(COMMANDS), *words], tree=tree, visible=visible)


def python_as_ours(
    arguments: Sequence[str], *, tree: ToolchainTree | None = None, visible: Sequence[Path] = ()
) -> list[str]:
    """Return the command that runs this Python with `arguments` as the account. Raises JailUnavailable.

    Root first makes scratch folders for the account, accounts for its jails, and control groups when we are root
    ourselves. With `tree`, all of it runs with the tree's Python inside it, where `visible` are as outside.
    """
    try:
        account = pwd.getpwnam(HOST_ACCOUNT)
    except KeyError as error:
        raise JailUnavailable(f"there is no account {HOST_ACCOUNT}", hint=SET_UP_HINT) from error
    source = tree.python_path if tree else str(CHECKOUT)
    own = ["env", f"PYTHONPATH={source}", f"HOME={account.pw_dir}", "PYTHONDONTWRITEBYTECODE=1", "PYTHONUTF8=1"]
    python = [*own, PYTHON if tree else sys.executable, *arguments]
    become = ["setpriv", f"--reuid={HOST_ACCOUNT}", f"--regid={HOST_ACCOUNT}", "--init-groups", *python]
    if tree:
        roots = (scratch.ROOT, accounts.MADE_BY_ROOT)
        become = tree.entering(become, home=Path(account.pw_dir), visible=(*roots, *visible))
    reached = checkout_access.with_access(CHECKOUT, become)
    handed_out = account_mounts.handing_out(account.pw_gid, reached)
    command = scratch_mounts.mounting(account.pw_uid, account.pw_gid, handed_out)
    if os.getuid() != 0:
        return ["sudo", *command]
    with contextlib.suppress(OSError):
        given_group.give_to(account.pw_uid, account.pw_gid)
    return command


def become_ours(words: Sequence[str], *, tree: ToolchainTree | None = None, visible: Sequence[Path] = ()) -> None:
    """Return when this process may start jails; otherwise start `./outset WORDS…` as the account, in its place."""
    if not is_ours():
        command = outset_as_ours(words, tree=tree, visible=visible)
        # The account may not be let into the folder that we were called from.
        os.chdir(CHECKOUT)
        process.become(command)

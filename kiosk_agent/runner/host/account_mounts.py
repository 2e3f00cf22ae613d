"""Accounts for the jails of a host: root makes their launchers before it becomes the account that runs jails.

They are in a mount namespace of one command alone, and so are their names: the machine itself gets neither programs
with rights of their own nor accounts. On a kiosk both are in the image.
"""

import shlex
from collections.abc import Sequence

from kiosk_agent.runner.host import making_accounts
from kiosk_agent.runner.jail.accounts import MADE_BY_ROOT, PYTHON

FIRST = 60600
"""From a range that systemd leaves to nobody (its UIDS-GIDS) and that no login has."""
COUNT = 64


def handing_out(gid: int, command: Sequence[str]) -> list[str]:
    """Return the command that root runs, in a mount namespace of its own, so that `command` finds accounts for jails.

    Whoever has the group `gid` may start their launchers.
    """
    make = [PYTHON, "-I", "-S", making_accounts.__file__, str(MADE_BY_ROOT), str(FIRST), str(COUNT)]
    script = (
        f"set -e; mkdir -p {MADE_BY_ROOT}; "
        f"mount -t tmpfs -o size=32m,mode=0750,gid={gid},nodev outset-accounts {MADE_BY_ROOT}; "
        f"{' '.join(map(shlex.quote, make))}; "
        f"mount --bind {MADE_BY_ROOT}/passwd /etc/passwd; "
        # Then nobody changes a launcher, not even the account that owns it.
        f'mount -o remount,ro {MADE_BY_ROOT}; exec "$@"'
    )
    return ["sh", "-c", script, "sh", *command]

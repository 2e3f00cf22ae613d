"""The accounts that may run jails: never root, never a person's own."""

import os
import pwd

HOST_ACCOUNT = "outset-runner"
KIOSK_ACCOUNT = "kiosk-runner"


def is_ours() -> bool:
    """Tell whether this process is one that may start jails."""
    return _own_name() in {HOST_ACCOUNT, KIOSK_ACCOUNT}


def is_kiosk() -> bool:
    """Tell whether this process runs jails on a kiosk, where every limit is known to be there."""
    return _own_name() == KIOSK_ACCOUNT


def _own_name() -> str | None:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return None

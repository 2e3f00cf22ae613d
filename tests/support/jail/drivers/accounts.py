"""Has jails and accounts, and prints what it saw of them as JSON. Run as the account that may have jails.

Arguments: the policies' folder, node_modules.
"""

import fcntl
import json
import os
import sys
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.accounts import MADE_BY_ROOT, JailAccount, JailAccounts
from kiosk_agent.runner.runner import Runner


def uids_beside_each_other(runner: Runner) -> list[int]:
    """Return the accounts of three jails that are there at a time."""
    jails = [runner._pool.taken(runner.toolchain("python")) for _ in range(3)]
    try:
        return [jail._account.uid for jail in jails]
    finally:
        for jail in jails:
            runner._pool.throw_away(jail)


def again(accounts: JailAccounts, uid: int) -> JailAccount:
    """Take the account `uid`, as soon as its turn comes; others give it up again."""
    while (account := accounts.taken()).uid != uid:
        account.free()
    return account


def after_a_crash(accounts: JailAccounts) -> dict[str, object]:
    """Leave an account with a process in a session of its own, as a runner that is killed does; then take it again."""
    account = accounts.taken()
    words = account.command(["/bin/sh", "-c", "trap '' TERM HUP; echo; sleep 1000; sleep 1000"])
    left = process.start(words, stdout=-1)
    assert left.stdout
    left.stdout.readline()
    assert left.poll() is None
    os.close(account._lock)
    taken = again(accounts, account.uid)
    # Whoever buries it knows how it ended.
    seen: dict[str, object] = {"left": left.wait(), "free": taken.end()}
    taken.free()
    return seen


def may_be_changed(launcher: Path, account: JailAccount) -> bool:
    """Tell whether an account may write to its launcher."""
    words = account.command(["/bin/sh", "-c", 'echo >>"$1" || chmod 777 "$1"', "sh", str(launcher)])
    return process.start(words).wait() == 0


def locks_when_held(accounts: JailAccounts, account: JailAccount) -> bool:
    """Tell whether somebody else could take an account that is in use."""
    assert accounts._locks
    with (accounts._locks / str(account.uid)).open() as other:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


places = staged_places(Path(sys.argv[1]), Path(sys.argv[2]))
found = JailAccounts(places.home)
with Runner(places, warm=False) as used:
    saw: dict[str, object] = {"own": os.getuid(), "beside": uids_beside_each_other(used)}
saw["after_a_crash"] = after_a_crash(found)
one = found.taken()
saw["changed"] = may_be_changed(MADE_BY_ROOT / str(one.uid), one)
saw["taken_twice"] = locks_when_held(found, one)
one.free()
saw["taken_when_free"] = locks_when_held(found, one)
sys.stdout.write(json.dumps(saw))

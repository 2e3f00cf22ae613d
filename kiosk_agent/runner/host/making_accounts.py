"""Makes the launchers of jails' accounts, and a passwd file that names those: run by root, and imports nothing of ours.

Its words: the folder to fill, the first number, and how many.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

SETPRIV = Path("/usr/bin/setpriv")
PASSWD = Path("/etc/passwd")
NAMED = "outset-jail-"
MODE = 0o6755


def main(arguments: Sequence[str]) -> None:
    """Fill the folder."""
    folder, first, count = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    lines = [line for line in PASSWD.read_text(encoding="utf-8").splitlines() if not line.startswith(NAMED)]
    for uid in range(first, first + count):
        launcher = folder / str(uid)
        shutil.copyfile(SETPRIV, launcher)
        os.chown(launcher, uid, uid)
        # After it was given away, which takes these bits off.
        launcher.chmod(MODE)
        # firejail starts nothing for an account that nobody has named.
        lines.append(f"{NAMED}{uid}:x:{uid}:{uid}::/nonexistent:/usr/sbin/nologin")
    (folder / "passwd").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The control of the tutor's bench: answers each key with as many bytes as a letter in the editor takes, and no more.

What a key to this one costs is the machine's own: the pty, the scheduler, and who else is busy. Told a number of
milliseconds, it first works that long for each key, as the tutor must: who works waits longer for a busy processor.
"""

import os
import sys
import time
import tty

ANSWER = b"\x1b[5;10H" + b"x" * 163


def main() -> None:
    """Answer until the terminal is closed."""
    work_seconds = float(sys.argv[1]) / 1000 if sys.argv[1:] else 0.0
    tty.setraw(sys.stdin.fileno())
    os.write(sys.stdout.fileno(), b"ready")
    while os.read(sys.stdin.fileno(), 64):
        until = time.thread_time() + work_seconds
        while time.thread_time() < until:
            pass
        os.write(sys.stdout.fileno(), ANSWER)


if __name__ == "__main__":
    main()

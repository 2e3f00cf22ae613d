# title: leaves a daemon that goes on when the run is over
# source: judge test: double fork, setsid, and every descriptor closed
# blocked: said
# twin: yes
import os
import sys

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(64):
            try:
                os.close(number)
            except OSError:
                pass
        python = sys.executable or "/usr/bin/python3"
        os.execv(python, [python, "-c", "import time; time.sleep(60)", NONCE])
    os._exit(0)
held("started; what counts is whether it lives on")

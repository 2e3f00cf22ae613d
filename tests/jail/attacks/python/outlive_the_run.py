# title: leaves a daemon that goes on when the run is over
# source: judge test: double fork, setsid, and every descriptor closed
# blocked: said
# twin: yes
import os
import sys

born, birth = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in set(range(64)) - {birth}:
            try:
                os.close(number)
            except OSError:
                pass
        python = sys.executable or "/usr/bin/python3"
        os.execv(python, [python, "-c", "import time; time.sleep(60)", NONCE])
    os._exit(0)
# The new program closes the pipe as it begins: who looks for it now, finds it.
os.close(birth)
os.read(born, 1)
held("started; what counts is whether it lives on")

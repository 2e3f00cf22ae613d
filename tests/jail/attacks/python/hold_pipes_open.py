# title: ends, but leaves a child that holds the results and the output open
# source: judge test: a judge that waits for the end of the pipe waits for the child
# blocked: said
# twin: yes
import os
import signal
import sys

born, birth = os.pipe()
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    python = sys.executable or "/usr/bin/python3"
    os.execv(python, [python, "-c", "import time; time.sleep(60)", NONCE])
# The new program closes the pipe as it begins: who looks for it now, finds it.
os.close(birth)
os.read(born, 1)
held("started; what counts is whether the run ends and it with the run")

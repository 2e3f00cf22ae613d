# title: stops its parent and the jail's first process, so that nobody can end the run
# source: judge test: SIGSTOP to the judge
# needs: process
# blocked: said or killed
# twin: yes
import os
import signal


def stopped(pid):
    os.kill(pid, signal.SIGSTOP)
    return "stopped" if pid == PID else None


each([1, os.getppid(), PID] if os.getppid() == 1 or os.getpid() < 50 else [PID], stopped)

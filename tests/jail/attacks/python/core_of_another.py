# title: has another process dump its memory
# source: known technique: SIGQUIT to a process of the same account leaves its memory in a file
# needs: process
# twin: yes
import os
import signal


def sent(pid):
    for number in (signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV):
        os.kill(pid, number)
    return "sent"


each([PID], sent)

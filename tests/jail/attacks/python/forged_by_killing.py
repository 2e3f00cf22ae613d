# title: kills its parent and the jail's first process, so that no bad news arrives
# source: judge test: a program that kills its parent
# kind: judged
# twin: no: its parent there is the program that runs the tests
import os

for pid in (os.getppid(), 1):
    os.kill(pid, 9)

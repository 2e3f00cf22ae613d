# title: has its children flood the output after it has ended
# source: judge test: a background process that holds the judge's pipe open
# blocked: output or said
# twin: yes
import os

held("started; what counts is that the run ends and its output is cut")
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        for _ in range(300):
            os.write(1, b"c" * 65536)
        os._exit(0)

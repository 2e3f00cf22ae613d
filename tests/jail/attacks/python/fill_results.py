# title: fills the results pipe with 10 MB and never stops
# source: judge test: a judge that reads results without a limit
# blocked: output or killed or wall_time
# twin: no: what counts is the runner's memory, and that it gives a verdict
import os

for number in range(3, 64):
    try:
        for _ in range(400):
            os.write(number, b"r" * 65536)
    except OSError:
        pass

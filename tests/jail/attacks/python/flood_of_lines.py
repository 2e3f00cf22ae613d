# title: prints lines without end
# source: judge test: the output limit
# blocked: output
# twin: yes
import os

line = b"all work and no play " * 40 + b"\n"
for _ in range(20_000):
    os.write(1, line)

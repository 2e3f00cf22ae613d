# title: prints one line without end
# source: judge test: a reader of lines that keeps a whole one in memory
# blocked: output
# twin: yes
import os

for _ in range(400):
    os.write(1, b"x" * 65536)

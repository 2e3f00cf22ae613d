# title: floods stderr, which some judges forget to read
# source: judge test: a full pipe on stderr stops a program, and the judge with it
# blocked: output
# twin: yes
import os

for _ in range(400):
    os.write(2, b"e" * 65536)

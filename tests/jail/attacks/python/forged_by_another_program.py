# title: becomes another program that succeeds at once
# source: judge test: exec of true
# kind: judged
# twin: yes
import os
import sys

python = "/usr/bin/python3"
os.execv(python, [python, "-c", "pass"])

# title: reads another learner's draft
# source: judge test: a program that walks the file system for others' work
# twin: yes
import os


def text_of(path):
    return open(path).read()


folder = os.path.dirname(FILE)
each([FILE, f"/proc/self/root{FILE}", f"/proc/1/root{FILE}", f"/proc/self/cwd/../../../..{FILE}"], text_of)

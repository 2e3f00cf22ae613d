# title: calls itself until the interpreter's stack is used up
# source: judge test: a stack overflow in the interpreter itself
# blocked: killed or memory or wall_time or cpu_time
# twin: no: it ends the interpreter everywhere; what counts is that the runner gives a verdict
import sys

sys.setrecursionlimit(10**9)


def deeper(things):
    return deeper([things])


deeper([])
eval("(" * 100_000)

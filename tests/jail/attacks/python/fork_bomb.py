# title: starts processes that start processes, for ever
# source: judge test: the fork bomb
# blocked: wall_time or processes or memory or killed
# twin: no: it would stop this machine; bounded_forks.py shows that forking works
import os

while True:
    try:
        os.fork()
    except OSError:
        pass

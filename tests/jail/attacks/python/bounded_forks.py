# title: has 200 processes at a time
# source: judge test: the fork bomb, bounded so that it can be seen to work
# blocked: said or processes
# twin: yes
import os
import signal
import time

children = []
try:
    while len(children) < 200:
        pid = os.fork()
        if pid == 0:
            time.sleep(30)
            os._exit(0)
        children.append(pid)
except OSError as error:
    held(f"{len(children)} processes: {error}")
else:
    through(f"{len(children)} processes")
for pid in children:
    os.kill(pid, signal.SIGKILL)

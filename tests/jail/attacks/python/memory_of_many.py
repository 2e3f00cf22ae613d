# title: takes memory by many processes, each of them within its own limit
# source: judge test: RLIMIT_AS counts one process only
# blocked: memory or processes or killed or said
# twin: yes
import os
import time

SHARE, PROCESSES = 96 << 20, 5
read, write = os.pipe()
for _ in range(PROCESSES):
    if os.fork() == 0:
        area = bytearray(SHARE)
        area[::4096] = b"x" * len(area[::4096])
        os.write(write, b"x")
        time.sleep(20)
        os._exit(0)
os.close(write)
held_now = 0
while held_now < PROCESSES and os.read(read, 1):
    held_now += 1
if held_now == PROCESSES:
    through(f"{held_now * SHARE >> 20} MiB")
else:
    held(f"{held_now * SHARE >> 20} MiB")
os.killpg(0, 9) if os.getpgid(0) == os.getpid() else None

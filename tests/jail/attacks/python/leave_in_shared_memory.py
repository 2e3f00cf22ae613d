# title: leaves a file in /dev/shm and finds it in a second run
# source: judge test: state carried from one run to the next
# kind: pair
# second: leave_in_shared_memory.second.py
# twin: yes
from multiprocessing import shared_memory

for place in ("/dev/shm", "/tmp", "/var/tmp", "/run"):
    try:
        open(f"{place}/{NONCE}", "w").write("planted")
    except OSError:
        pass
try:
    shared_memory.SharedMemory(f"{NONCE}-shm", create=True, size=16)
except OSError:
    pass

# The second run of leave_in_shared_memory.py.
import os

found = [
    f"{place}/{name}"
    for place in ("/dev/shm", "/tmp", "/var/tmp", "/run")
    if os.path.isdir(place)
    for name in os.listdir(place)
    if NONCE in name
]
through(found) if found else held("nothing is there")

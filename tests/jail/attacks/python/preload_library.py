# title: has the loader take a library of its own into the next program
# source: CVE-2010-3856, LD_AUDIT was heeded in set-user-ID programs; CVE-2023-4911 for GLIBC_TUNABLES
# twin: yes
import os
import sys


def loaded(folder):
    library = f"{folder}/{NONCE}.so"
    with open(library, "wb") as file:
        file.write(b"no library")
    read, write = os.pipe()
    try:
        words = [sys.executable or "/usr/bin/python3", "-c", "pass"]
        actions = [(os.POSIX_SPAWN_DUP2, write, 2)]
        pid = os.posix_spawn(words[0], words, {"LD_PRELOAD": library}, file_actions=actions)
        os.waitpid(pid, 0)
        os.close(write)
        said = os.read(read, 1000)
    finally:
        os.unlink(library)
    # The loader says that it tried.
    return said if NONCE.encode() in said else None


each(PLACES, loaded)

# title: gives a file of its own a capability or the set-user-ID bit
# source: CVE-2023-0386 and CVE-2021-3493, files with rights that came from another user namespace
# twin: yes
import os
import stat


def given(folder):
    path = f"{folder}/{NONCE}"
    with open(path, "w") as file:
        file.write("#!/bin/sh\n")
    try:
        os.chmod(path, 0o6755)
        return oct(stat.S_IMODE(os.stat(path).st_mode))
    finally:
        os.unlink(path)


each(PLACES, given)

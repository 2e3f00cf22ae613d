# title: plants symbolic links where the runner might follow them
# source: CVE-2017-5180, firejail as root followed a link in a folder of the account's
# twin: yes
import os


def planted(folder):
    path = f"{folder}/{NONCE}"
    os.symlink("/etc/shadow", path)
    os.unlink(path)
    return "planted"


each(PLACES, planted)

# title: plants hard links to files that it may not write
# source: known technique: a hard link keeps an old set-user-ID program, or gives a log another name (proc_sys_fs(5))
# twin: yes
import os


def planted(folder):
    for target in (FILE, "/etc/passwd", "/usr/bin/python3", "/proc/self/exe"):
        try:
            os.link(target, f"{folder}/{NONCE}")
        except OSError as error:
            last = error
        else:
            os.unlink(f"{folder}/{NONCE}")
            return target
    raise last


each(PLACES, planted)

# title: plants named pipes and sockets, so that whoever opens them waits for ever
# source: known technique: a FIFO where a reader expects a file (proc_sys_fs(5), protected_fifos)
# twin: yes
import os


def planted(folder):
    path = f"{folder}/{NONCE}"
    try:
        os.mkfifo(path)
    except OSError:
        os.mknod(path, 0o140600)
    os.unlink(path)
    return "planted"


each(PLACES, planted)

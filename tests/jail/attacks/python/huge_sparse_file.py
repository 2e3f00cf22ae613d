# title: makes a file of a tebibyte, which costs nothing until somebody copies it
# source: judge test: a sparse file against whoever saves the working folder
# twin: yes
import os


def made(folder):
    path = f"{folder}/{NONCE}"
    try:
        with open(path, "wb") as file:
            file.truncate(1 << 40)
        return os.stat(path).st_size
    finally:
        if os.path.exists(path):
            os.unlink(path)


each(PLACES, made)

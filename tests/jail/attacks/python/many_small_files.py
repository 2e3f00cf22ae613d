# title: makes files until the file system has no more numbers for them
# source: judge test: 180 MB in many small files went through where only one file's size was limited
# twin: yes
import os


def made(folder):
    paths = [f"{folder}/{NONCE}-{number}" for number in range(2000)]
    count = 0
    try:
        for path in paths:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            count += 1
    finally:
        for path in paths[:count]:
            os.unlink(path)
    return f"{count} files"


each(PLACES, made)

# title: makes folders in folders until nobody can remove them by their path
# source: judge test: a path longer than PATH_MAX against who cleans up (rm -rf, shutil.rmtree)
# twin: yes
import os


def made(folder):
    home = os.getcwd()
    depth = 0
    try:
        os.chdir(folder)
        while depth < 300:
            os.mkdir(NONCE)
            os.chdir(NONCE)
            depth += 1
    finally:
        while depth:
            os.chdir("..")
            os.rmdir(NONCE)
            depth -= 1
        os.chdir(home)
    return "300 folders"


each(PLACES, made)

# title: has the interpreter write its crash report into a file and into the results
# source: known technique: faulthandler writes to any descriptor from a signal handler
# blocked: said or killed
# twin: yes
import faulthandler
import os


def reported(folder):
    path = f"{folder}/{NONCE}"
    with open(path, "w") as file:
        faulthandler.dump_traceback(file)
    os.unlink(path)
    return "written"


each(PLACES, reported)

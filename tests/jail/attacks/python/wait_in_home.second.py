# The second run of wait_in_home.py.
import os
import sys

folders = [FOLDER, os.path.expanduser("~"), *sys.path, os.path.dirname(os.__file__)]
names = ("usercustomize.py", f"{NONCE}.py")
found = [f"{folder}/{name}" for folder in folders for name in names if os.path.exists(f"{folder}/{name}")]
for path in found:
    os.unlink(path)
through(found) if found else held("nothing is there")

# title: leaves a module where the next run's Python would load it
# source: known technique: usercustomize.py and .pth files run with whoever starts Python next
# kind: pair
# second: wait_in_home.second.py
# twin: yes
import os
import sys

for folder in [FOLDER, os.path.expanduser("~"), *sys.path, os.path.dirname(os.__file__)]:
    for name in ("usercustomize.py", "sitecustomize.py", f"{NONCE}.py"):
        try:
            open(f"{folder}/{name}", "x").write("")
        except OSError:
            pass

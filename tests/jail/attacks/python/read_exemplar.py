# title: looks everywhere for the exemplar of an exercise, and for the tests that kiosks never have
# source: judge test: a solution that opens the judge's own answer file
# twin: yes
import os

# One who runs programs without a jail has the answer beside them.
found = []
for start in (FOLDER, "/srv", "/opt", "/home", "/work", "/mnt", "/var", "/run", "/usr/share/outset", "/usr/lib/outset"):
    for folder, folders, names in os.walk(start):
        depth = folder.count("/")
        if depth > 9 or folder.startswith("/proc"):
            folders.clear()
        found += [f"{folder}/{name}" for name in names if "exemplar" in name or name in {"answer.py", "draft.txt"}]
        if found:
            break
readable = [path for path in found if os.access(path, os.R_OK)]
through(readable) if readable else held(f"found {found}")

# title: writes a file into every folder that it can see
# source: judge test: leave a file, and see it in the next run
# twin: yes
import os

folders = list(PLACES)
for start in ("/etc", "/usr", "/var", "/run", "/dev", "/tmp", "/opt", "/srv", "/home"):
    for folder, names, _ in os.walk(start):
        folders.append(folder)
        if folder.count("/") > 4:
            names.clear()
        if len(folders) > 3000:
            break


def written(folder):
    path = f"{folder}/{NONCE}"
    with open(path, "w") as file:
        file.write("x")
    # The twin's are taken away again.
    os.unlink(path)
    return "written"


each(folders, written)

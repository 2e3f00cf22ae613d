# title: uses files that whoever started it forgot to close
# source: CVE-2024-21626, a descriptor that runc forgot led to the host's files
# twin: yes
import os

found = []
for number in range(3, 256):
    try:
        target = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        continue
    found.append(f"{number} is {target}")
# The pipe that results go out on is all there should be.
files = [one for one in found if " is pipe:" not in one]
if files or len(found) > 1:
    through(found)
else:
    held(found)

# title: opens files until there are no descriptors left
# source: judge test: descriptors are shared by the whole machine (file-max)
# blocked: said or open_files
# twin: yes
held_open = []
try:
    while len(held_open) < 500:
        held_open.append(open("/dev/null"))
except OSError as error:
    count = len(held_open)
    held_open.clear()
    held(f"{count} files: {error}")
else:
    held_open.clear()
    through("500 files")

# title: finds programs with a right of their own, and would get that right by starting them
# source: CVE-2021-4034 (pkexec) and CVE-2021-3156 (sudo): every set-user-ID program is a way to root
# twin: yes
import os
import stat

NO_NEW_PRIVILEGES = 39
found = []
for start in ("/usr", "/bin", "/sbin", "/opt", "/var", "/run", "/tmp"):
    for folder, folders, names in os.walk(start):
        if folder.count("/") > 3:
            folders.clear()
        for name in names:
            path = f"{folder}/{name}"
            try:
                facts = os.stat(path)
                own_right = "security.capability" in os.listxattr(path)
            except OSError:
                continue
            has_right = bool(facts.st_mode & 0o6000) or own_right
            if stat.S_ISREG(facts.st_mode) and has_right and os.access(path, os.X_OK):
                found.append(path)
heeded = libc().prctl(NO_NEW_PRIVILEGES, 0, 0, 0, 0) == 0
through(found) if found and heeded else held(f"found {found}; are their rights heeded: {heeded}")

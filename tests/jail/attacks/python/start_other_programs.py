# title: starts a shell and other programs of the system
# source: judge test: system("sh")
# twin: yes
import os


def started(path):
    pid = os.posix_spawn(path, [path, "--version"], {}, file_actions=[(os.POSIX_SPAWN_CLOSE, 1)])
    return f"process {pid} and code {os.waitpid(pid, 0)[1]}"


each(
    [
        "/bin/sh", "/bin/bash", "/usr/bin/perl", "/bin/busybox", "/usr/bin/su", "/usr/bin/sudo", "/usr/bin/mount",
        "/usr/bin/firejail", "/usr/bin/passwd", "/usr/sbin/unix_chkpwd", "/usr/bin/env", "/usr/bin/systemctl",
        "/usr/bin/gdb", "/usr/bin/strace", "/usr/bin/apt", "/bin/ls",
    ],
    started,
)

# title: reads tokens and keys from other processes' arguments, firejail's own above all
# source: known technique: secrets in a command line are everybody's (proc_pid_cmdline(5)); firejail's stands in PID 1
# needs: process
# twin: yes
import os
import re

words = []
for pid in os.listdir("/proc"):
    if pid.isdigit() and int(pid) != os.getpid():
        try:
            words += open(f"/proc/{pid}/cmdline").read().split("\0")
        except OSError:
            pass
suspicious = [word for word in words if re.search("token|secret|passw|nonce|key=|lease|pin=", word, re.IGNORECASE)]
through(suspicious) if suspicious else held(f"{len(words)} words, none secret")

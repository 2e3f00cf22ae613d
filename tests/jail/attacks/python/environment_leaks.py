# title: reads secrets from its own and other processes' environment
# source: known technique: /proc/PID/environ; CVE-2016-10122, firejail did not clean its environment
# needs: process
# twin: yes
import os
import re

texts = [f"{name}={value}" for name, value in os.environ.items()]
for pid in os.listdir("/proc"):
    try:
        texts += open(f"/proc/{pid}/environ").read().split("\0")
    except OSError:
        pass
suspicious = [text for text in texts if re.search("TOKEN|SECRET|PASS|SUDO|SSH|_KEY|PYTHONPATH", text)]
through(suspicious) if suspicious else held(texts)

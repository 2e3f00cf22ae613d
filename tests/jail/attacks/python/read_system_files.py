# title: reads passwords, keys, settings and the state of the kiosk
# source: judge test: cat /etc/shadow
# twin: yes
SECRET_PLACES = [
    "/etc/shadow", "/etc/machine-id", "/etc/hostname", "/etc/fstab", "/etc/firejail/firejail.config", "/etc/ssh",
    "/var/lib/kiosk-agent/device.key", "/var/lib/kiosk-agent/state.db", "/usr/share/outset/kiosk.toml",
    "/etc/outset/kiosk.toml", "/var/lib/dpkg/status", "/var/log/dpkg.log", "/boot/vmlinuz", "/root/.bashrc",
    "/etc/sudoers", "/usr/lib/os-release", "/etc/apt/sources.list", "/etc/resolv.conf", "/etc/hosts",
]


def first_bytes(path):
    text = open(path, "rb").read(40)
    # firejail makes a number and a name of the jail's own.
    return None if path in {"/etc/machine-id", "/etc/hostname", "/etc/hosts"} and b"kiosk" in text else text


each(SECRET_PLACES, first_bytes)

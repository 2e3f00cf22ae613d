"""How much memory jails may hold while they only wait: a part of the machine's, so that a small one is not filled."""

from pathlib import Path

MEMORY = Path("/proc/meminfo")
PART_OF_MACHINE = 10
"""A tenth: 390 MB of a kiosk's 4 GB, which is a JavaScript, a Python and one compiler."""
PART_OF_ALLOWANCE = 3
"""A third of what the runner's unit may have, for the runs need the rest."""


def idle_budget_bytes(memory: Path = MEMORY, allowance_bytes: int | None = None) -> int:
    """Return the bytes for all waiting jails together. `allowance_bytes` is the runner's own limit, if it has one."""
    total = next(line for line in memory.read_text(encoding="ascii").splitlines() if line.startswith("MemTotal:"))
    budget = int(total.split()[1]) * 1024 // PART_OF_MACHINE
    return budget if allowance_bytes is None else min(budget, allowance_bytes // PART_OF_ALLOWANCE)

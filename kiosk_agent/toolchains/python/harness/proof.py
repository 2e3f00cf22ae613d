"""What this process can read of its own walls; judged outside."""

from pathlib import Path

NAMESPACES = ("user", "pid", "mnt", "net", "ipc")
FIELDS = ("Uid", "Seccomp", "NoNewPrivs", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")


def proof() -> dict[str, object]:
    """Return the facts, in the shape that kiosk_agent.runner.jail.jail.proof reads."""
    lines = (line.partition(":") for line in Path("/proc/self/status").read_text().splitlines())
    return {
        "namespaces": {name: str(Path(f"/proc/self/ns/{name}").readlink()) for name in NAMESPACES},
        "status": {name: value.strip() for name, _, value in lines if name in FIELDS},
        "interfaces": [line.partition(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]],
    }

"""The proof of jail, taken before any learner code is handed in: what it says of itself, and what we see of it."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kiosk_agent.errors import JailUnavailable

NAMESPACES = ("user", "pid", "mnt", "net", "ipc")
SECCOMP_FILTERING = "2"
SECCOMP_FILTERS = 5
"""What firejail loads for our profile. Fewer: a line of it had no effect."""
CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")


class Proof(BaseModel):
    """What a process in the jail reads of itself in /proc, unjudged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    namespaces: dict[str, str]
    """Name -> target of /proc/self/ns/NAME."""
    status: dict[str, str]
    """Fields of /proc/self/status."""
    interfaces: tuple[str, ...]
    """Network interfaces, from /proc/net/dev."""


def own_namespaces() -> dict[str, str]:
    """Return the namespaces that this process is in: those that a jail must not share."""
    return {name: str((Path("/proc/self/ns") / name).readlink()) for name in NAMESPACES}


def missing_proofs(proof: Proof, ours: dict[str, str], uid: int) -> list[str]:
    """Return what `proof` fails to show, in words; empty when the process is jailed."""
    missing = [
        f"its own {name} namespace"
        for name in NAMESPACES
        if not proof.namespaces.get(name) or proof.namespaces[name] == ours[name]
    ]
    missing += missing_of_status(proof.status, uid)
    if set(proof.interfaces) - {"lo"}:
        missing.append("no network")
    return missing


def missing_of_status(status: Mapping[str, str], uid: int) -> list[str]:
    """Return what the fields of a process's /proc/PID/status fail to show."""
    missing = []
    if status.get("Seccomp") != SECCOMP_FILTERING:
        missing.append("a system call filter")
    if status.get("NoNewPrivs") != "1":
        missing.append("no new privileges")
    for name in CAPABILITY_SETS:
        held = status.get(name, "")
        if not held or held.strip("0"):
            missing.append(f"no capability ({name} is {held or 'unknown'})")
    if set(status.get("Uid", "").split()) != {str(uid)} or uid == 0:
        missing.append("its own account")
    return missing


def missing_from_outside(firejail: int, uid: int) -> list[str]:
    """Return what the kernel fails to show of the processes below the process `firejail`, whatever they say."""
    # The first process of its PID namespace is firejail itself.
    jailed = [status for status in _below(firejail) if status.get("NSpid", "").split()[1:] not in ([], ["1"])]
    missing = [] if jailed else ["a process in a PID namespace of its own"]
    for status in jailed:
        missing += missing_of_status(status, uid)
        if int(status.get("Seccomp_filters", "0")) < SECCOMP_FILTERS:
            missing.append("every system call filter")
        if set(status.get("Gid", "").split()) != {str(uid)} or status.get("Groups"):
            missing.append("no group but its own")
    return missing


def _below(pid: int) -> Iterator[dict[str, str]]:
    """Yield the status of each process that descends from `pid`; one that ends meanwhile is left out."""
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _below(int(child))
                lines = Path(f"/proc/{child}/status").read_text(encoding="utf-8", errors="replace").splitlines()
                yield {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def check(proof: Proof, firejail: int, uid: int) -> None:
    """Raise JailUnavailable unless `proof` shows every wall of the jail of the process `firejail`, and so do we.

    `uid` is its account, and the number of its group.
    """
    missing = missing_proofs(proof, own_namespaces(), uid) + missing_from_outside(firejail, uid)
    if missing:
        raise JailUnavailable(
            f"the jail could not prove that it is one; missing: {', '.join(dict.fromkeys(missing))}",
            hint="start the runner outside of containers and with the unit that came with the image",
        )

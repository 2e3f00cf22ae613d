"""The proof of jail, taken from inside it before any learner code is handed in."""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kiosk_agent.errors import JailUnavailable

NAMESPACES = ("user", "pid", "mnt", "net", "ipc")
SECCOMP_FILTERING = "2"
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
    if proof.status.get("Seccomp") != SECCOMP_FILTERING:
        missing.append("a system call filter")
    if proof.status.get("NoNewPrivs") != "1":
        missing.append("no new privileges")
    for name in CAPABILITY_SETS:
        held = proof.status.get(name, "")
        if not held or held.strip("0"):
            missing.append(f"no capability ({name} is {held or 'unknown'})")
    if set(proof.status.get("Uid", "").split()) != {str(uid)} or uid == 0:
        missing.append("its own account")
    if set(proof.interfaces) - {"lo"}:
        missing.append("no network")
    return missing


def check(proof: Proof) -> None:
    """Raise JailUnavailable unless `proof` shows every wall of the jail."""
    missing = missing_proofs(proof, own_namespaces(), os.getuid())
    if missing:
        raise JailUnavailable(
            f"the jail could not prove that it is one; missing: {', '.join(missing)}",
            hint="start the runner outside of containers and with the unit that came with the image",
        )

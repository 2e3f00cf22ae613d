"""Scratch folders of a host: root mounts them before it becomes the account; on a kiosk, the runner's unit does."""

from collections.abc import Sequence

from kiosk_agent.runner.jail.scratch import ROOT, SLOT_BYTES, SLOT_FILES, SLOTS


def mounting(uid: int, gid: int, command: Sequence[str]) -> list[str]:
    """Return the command that root runs so that `command` finds slots for the account, in a mount namespace of its own.

    Where they cannot be made, `command` is run without.
    """
    options = f"size={SLOT_BYTES},nr_inodes={SLOT_FILES},mode=0770,uid={uid},gid={gid},nosuid,nodev"
    script = (
        f"mkdir -p {ROOT} && mount -t tmpfs -o size=64k,mode=0755,nosuid,nodev,noexec outset-scratch {ROOT} && "
        f"for slot in {' '.join(map(str, range(SLOTS)))}; do "
        f'mkdir {ROOT}/$slot && mount -t tmpfs -o {options} outset-scratch {ROOT}/$slot || break; done; exec "$@"'
    )
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", *command]

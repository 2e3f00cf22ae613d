"""Opens an extension: a read-only disk that the site has signed, laid over /usr for the units that name it.

`python -m kiosk_agent extension open NAME DISK` and `… close NAME`, as root. Nothing on a kiosk does so by itself.
The disk has three partitions in this order: files (erofs), their hashes (dm-verity), and the signature of the topmost
hash (JSON: https://uapi-group.org/specifications/specs/discoverable_partitions_specification/). The kernel checks the
signature, against the keys in the machine's firmware, before there is anything to be mounted. systemd's own opening
of such disks is not used: version 257, told to demand a signature, mounts a disk of type usr without looking at it.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from kiosk_agent import process
from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import OutsetError, ProgramFailed

OPENED = Path("/run/outset-extensions")
"""Holds a folder for each open extension, to be named in a unit as ExtensionDirectories=."""
BLOCK_DEVICES = Path("/sys/class/block")
VERITYSETUP = Path("/usr/lib/systemd/systemd-veritysetup")
SIGNATURE_BYTES = 64 * 1024
SECONDS = 120
HINT = "take the disk that this site made: it is signed with the key that this kiosk's firmware knows"
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


class ExtensionRefused(OutsetError):
    """A disk is not an extension that this kiosk takes."""


class Signature(BaseModel):
    """What the third partition says. Believed only when the kernel has checked it."""

    root_hash: Annotated[str, Field(alias="rootHash", pattern="^[0-9a-f]{64}$")]
    signature: Annotated[str, Field(pattern="^[A-Za-z0-9+/]{256,}={0,2}$")]
    """PKCS #7 in base64. An empty one would be a way to open the disk unsigned."""


@dataclass(frozen=True)
class Partitions:
    """The three of one disk."""

    files: Path
    hashes: Path
    signature: Path


def main(arguments: Sequence[str]) -> int:
    """Open or close one; 0 then. Raises ExtensionRefused."""
    parser = CommandParser(prog="python -m kiosk_agent extension")
    verbs = parser.add_subparsers(dest="verb", required=True)
    opening = verbs.add_parser("open", help="check an extension and mount it")
    opening.add_argument("name")
    opening.add_argument("disk", type=Path)
    verbs.add_parser("close", help="undo that").add_argument("name")
    chosen = parser.parse_args(arguments)
    if not NAME.fullmatch(chosen.name):
        parser.error(f"{chosen.name!r} is no name of an extension")
    if chosen.verb == "open":
        sys.stdout.write(f"{open_extension(chosen.name, chosen.disk)}\n")
    else:
        close_extension(chosen.name)
    return 0


def open_extension(name: str, disk: Path) -> Path:
    """Return the folder in which the files of `disk` are, proved block by block. Raises ExtensionRefused."""
    place = OPENED / name
    if place.is_mount():
        raise ExtensionRefused(f"{place} is open", hint="close it first")
    partitions = partitions_of(disk)
    said = read_signature(partitions.signature)
    try:
        process.run(
            [
                *(VERITYSETUP, "attach", _device(name).name, partitions.files, partitions.hashes, said.root_hash),
                f"root-hash-signature=base64:{said.signature}",
            ],
            timeout_seconds=SECONDS,
        )
        place.mkdir(parents=True, exist_ok=True)
        process.run(
            ["mount", "-t", "erofs", "-o", "ro,nodev,nosuid", _device(name), place],
            timeout_seconds=SECONDS,
        )
    except ProgramFailed as error:
        close_extension(name)
        raise ExtensionRefused(f"{disk} is not taken: {error.output.strip()}", hint=HINT) from error
    return place


def close_extension(name: str) -> None:
    """Unmount an extension and forget its disk; nothing happens to one that is not open. Raises ProgramFailed."""
    place = OPENED / name
    if place.is_mount():
        process.run(["umount", place], timeout_seconds=SECONDS)
    if place.is_dir():
        place.rmdir()
    process.run([VERITYSETUP, "detach", _device(name).name], timeout_seconds=SECONDS)


def _device(name: str) -> Path:
    return Path("/dev/mapper") / f"outset-{name}"


def partitions_of(disk: Path, *, block_devices: Path = BLOCK_DEVICES) -> Partitions:
    """Return the partitions of a disk as the kernel found them. Raises ExtensionRefused unless there are three."""
    found = {}
    for number in sorted((block_devices / disk.resolve().name).glob("*/partition")):
        found[int(number.read_text(encoding="ascii"))] = Path("/dev") / number.parent.name
    try:
        return Partitions(found[1], found[2], found[3])
    except KeyError as error:
        raise ExtensionRefused(f"{disk} has no partition {error}: it is no signed extension", hint=HINT) from error


def read_signature(partition: Path) -> Signature:
    """Return what the signature's partition says. Raises ExtensionRefused."""
    try:
        with partition.open("rb") as file:
            said = json.loads(file.read(SIGNATURE_BYTES).rstrip(b"\0"))
        return Signature.model_validate(said)
    except (OSError, ValueError, ValidationError) as error:
        raise ExtensionRefused(f"{partition} holds no signature: {error}", hint=HINT) from error

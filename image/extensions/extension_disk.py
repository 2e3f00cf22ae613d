"""An extension: files laid over /usr, as a read-only disk that proves itself and that the site has signed.

Format: https://uapi-group.org/specifications/specs/extension_image/; opened by kiosk_agent/updates/extension.py.
"""

import json
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from image import cache
from image.building.payload import ROOT_TYPE, label
from image.paths import PARTITIONS
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.errors import OutsetError

DEFINITIONS = PARTITIONS / "extension"
SIGNATURE = "12-root-verity-sig.conf"
SEED = "6f75c0de-7365-4774-8000-000000000003"
RELEASES = Path("usr/lib/extension-release.d")
# What it may be laid over: the libraries of another Debian would not fit its programs.
RELEASE = "ID=debian\nVERSION_ID=13\nARCHITECTURE=x86-64\n"
PACK_SECONDS = 3600


class ExtensionUnsafe(OutsetError):
    """What was to be an extension would bring more than files."""


@dataclass(frozen=True)
class ExtensionDisk:
    """A disk image with three partitions: files, their hashes, and the signature of the topmost one."""

    path: Path
    root_hash: str
    """The topmost hash; the signature is of this."""
    offsets: tuple[int, ...]
    """Where each partition begins, in bytes."""


def write_extension(
    tools: Tools, name: str, tree: Path, keys: SecureBootKeys | None, epoch: int | None, disk: Path
) -> ExtensionDisk:
    """Write the disk of the extension `name`, which holds the folder `tree`/usr, and signs it with the site's key.

    Adds to the tree the file that says what it fits. All files get the time `epoch`; without it they keep their own.
    Without `keys` the disk is not signed, and no kiosk takes it.
    Raises ExtensionUnsafe.
    """
    refuse_privileges(tree)
    release = tree / RELEASES / f"extension-release.{name}"
    release.parent.mkdir(parents=True, exist_ok=True)
    release.write_text(RELEASE, encoding="ascii")
    work = disk.with_suffix(".work")
    cache.remove(work)
    shutil.copytree(DEFINITIONS, work)
    signing: list[str | Path] = []
    if keys is None:
        (work / SIGNATURE).unlink()
    else:
        signing = [f"--private-key={keys.signing_key}", f"--certificate={keys.signing_certificate}"]
    for definition in sorted(work.glob("*.conf")):
        label(definition, f"Label=outset_{name}")
    disk.unlink(missing_ok=True)
    packing: list[str | Path] = ["systemd-repart", "--empty=create", "--size=auto", "--offline=yes", "--dry-run=no"]
    report = tools.run(
        [*packing, f"--seed={SEED}", f"--definitions={work}", f"--copy-source={tree}", *signing, "--json=short", disk],
        timeout_seconds=PACK_SECONDS,
        extra_environment={"SYSTEMD_LOG_LEVEL": "err"} | ({"SOURCE_DATE_EPOCH": str(epoch)} if epoch else {}),
    )
    cache.remove(work)
    partitions = json.loads(report)
    (root_hash,) = (each["roothash"] for each in partitions if each["type"] == ROOT_TYPE)
    return ExtensionDisk(disk, root_hash, tuple(each["offset"] for each in partitions))


def refuse_privileges(tree: Path) -> None:
    """Raise ExtensionUnsafe if a file of the tree would run with more rights than who starts it."""
    for path in tree.rglob("*"):
        if path.is_file() and not path.is_symlink():
            has_bits = path.stat().st_mode & (stat.S_ISUID | stat.S_ISGID)
            if has_bits or "security.capability" in os.listxattr(path):
                hint = "take it out: firejail, in the root, is the only such program of a kiosk"
                raise ExtensionUnsafe(f"{path} runs with rights of its own", hint=hint)

"""A whole disk: boot partition, two slots for the root with their hashes, and the data partition."""

import shutil
from pathlib import Path

from image import cache
from image.building.payload import Payload, label
from image.paths import BOOT, PARTITIONS
from image.tools import Tools

SEED = "6f75c0de-7365-4774-8000-000000000002"


def write_disk(
    tools: Tools, payload: Payload, kernel_image: Path, boot_loader: Path, version: str, epoch: int, disk: Path
) -> None:
    """Write a sparse disk image that starts `kernel_image`; slot A holds the payload."""
    work = disk.with_suffix(".work")
    cache.remove(work)
    boot = _boot_partition(work / "boot", kernel_image, boot_loader, version)
    definitions = work / "definitions"
    shutil.copytree(PARTITIONS, definitions, ignore=shutil.ignore_patterns("payload", "extension"))
    for name, uuid, suffix, blocks in (
        ("10-root-a", payload.root_uuid, "", payload.root),
        ("11-root-a-verity", payload.verity_uuid, "_verity", payload.verity),
    ):
        label(definitions / f"{name}.conf", f"Label=outset_{version}{suffix}", f"UUID={uuid}", f"CopyBlocks={blocks}")
    disk.unlink(missing_ok=True)
    tools.run(
        [
            *("systemd-repart", "--empty=create", "--size=auto", "--offline=yes", "--dry-run=no", f"--seed={SEED}"),
            *(f"--definitions={definitions}", f"--copy-source={boot}", "--no-pager", disk),
        ],
        extra_environment={"SOURCE_DATE_EPOCH": str(epoch), "SYSTEMD_LOG_LEVEL": "err"},
    )
    cache.remove(work)


def _boot_partition(folder: Path, kernel_image: Path, boot_loader: Path, version: str) -> Path:
    files = {
        "EFI/BOOT/BOOTX64.EFI": boot_loader,
        "EFI/systemd/systemd-bootx64.efi": boot_loader,
        f"EFI/Linux/outset_{version}.efi": kernel_image,
        "loader/loader.conf": BOOT / "loader.conf",
    }
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    return folder

"""The root as bytes, with the hashes that prove it: what a slot holds and what an update will carry."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from image import cache
from image.paths import BUILD, PARTITIONS
from image.tools import Tools
from kiosk_agent.errors import OutsetError

SLOT_BYTES = 2 * 1024**3
FULL_ABOVE = 0.8
# Fixed, so that the same root gives the same bytes. The partitions' own ids come from the root hash.
SEED = "6f75c0de-7365-4774-8000-000000000001"
ROOT_TYPE = "root-x86-64"
VERITY_TYPE = "root-x86-64-verity"


class SlotTooFull(OutsetError):
    """The root would leave a slot no room for the next version."""


@dataclass(frozen=True)
class Payload:
    """Two partitions as files, and what identifies them."""

    folder: Path
    root_hash: str
    root_uuid: str
    verity_uuid: str

    @property
    def root(self) -> Path:
        """The erofs."""
        return self.folder / "payload.root.raw"

    @property
    def verity(self) -> Path:
        """Its hashes."""
        return self.folder / "payload.verity.raw"


def pack(tools: Tools, root: Path, version: str, epoch: int) -> Payload:
    """Return the payload of a root tree. Raises SlotTooFull."""
    definitions = PARTITIONS / "payload"

    def make(partial: Path) -> None:
        work = partial / "definitions"
        shutil.copytree(definitions, work)
        label(work / "10-root.conf", f"Label=outset_{version}")
        label(work / "11-root-verity.conf", f"Label=outset_{version}_verity")
        report = tools.run(
            [
                *("systemd-repart", "--empty=create", "--size=auto", "--offline=yes", "--dry-run=no", "--split=yes"),
                *(f"--seed={SEED}", f"--definitions={work}", f"--copy-source={root}", "--json=short"),
                partial / "payload.raw",
            ],
            extra_environment={"SOURCE_DATE_EPOCH": str(epoch), "SYSTEMD_LOG_LEVEL": "err"},
        )
        (partial / "payload.raw").unlink()
        (partial / "partitions.json").write_text(report, encoding="utf-8")

    key = cache.key(Path(__file__), root.name, definitions, version, str(epoch))
    folder = cache.keep("Root packed and hashed (erofs, dm-verity)", BUILD / "payload", key, make)
    payload = _read(folder)
    refuse_full_slot(payload.root.stat().st_size)
    return payload


def refuse_full_slot(root_bytes: int) -> None:
    """Raise SlotTooFull if a root of this size leaves too little room."""
    if root_bytes > FULL_ABOVE * SLOT_BYTES:
        share = root_bytes / SLOT_BYTES
        raise SlotTooFull(
            f"the root fills {share:.0%} of its slot of {SLOT_BYTES // 1024**2} MiB; {FULL_ABOVE:.0%} is the most",
            hint="take something out of image/definitions/packages/base.list: slots cannot grow in the field",
        )


def label(definition: Path, *lines: str) -> None:
    """Add `lines` to a partition's definition, as the drop-in that systemd-repart reads beside it."""
    folder = definition.with_name(f"{definition.name}.d")
    folder.mkdir()
    (folder / "build.conf").write_text("\n".join(["[Partition]", *lines, ""]), encoding="utf-8")


def _read(folder: Path) -> Payload:
    partitions = json.loads((folder / "partitions.json").read_text(encoding="utf-8"))
    by_type = {each["type"]: each for each in partitions}
    root, verity = by_type[ROOT_TYPE], by_type[VERITY_TYPE]
    return Payload(folder, root["roothash"], root["uuid"], verity["uuid"])

"""From a list of packages to a signed disk: the build as a table of contents."""

import os
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from image import cache
from image.building import manifest, provision, software
from image.building.boot_parts import BootParts
from image.building.disk import write_disk
from image.building.kernel_image import Flavour, command_line, sign_boot_loader, sign_kernel_image
from image.building.payload import Payload, pack
from image.paths import BOOT, BUILD, CHECKOUT, CURRENT, IMAGES, PARTITIONS
from image.signing.keys import SecureBootKeys
from image.site import ImageSite
from image.tools import Tools
from kiosk_agent import process
from kiosk_agent.errors import OutsetError

GIT_SECONDS = 30
# What a kiosk is made from: the newest change to these is the time that its files have and its clock starts at.
INPUTS = ("image", "provisioning", "policies", "kiosk_agent", "classroom_server/tracks", "uv.lock", "package-lock.json")
# How the last steps are done is one of the things that their result is made from.
RECIPES = ("building/build", "building/disk", "building/kernel_image", "building/manifest", "signing/keys")
KEPT_BUILDS = 3
RFC_3339 = "%Y-%m-%dT%H:%M:%SZ"


class NotRoot(OutsetError):
    """Building needs root: trees with other accounts' files are made."""


@dataclass(frozen=True)
class Image:
    """A built image; see manifest.json in its folder."""

    folder: Path

    def disk(self, flavour: Flavour) -> Path:
        """Return the disk image of one flavour."""
        return self.folder / f"kiosk-{flavour}.img"

    @property
    def firmware_variables(self) -> Path:
        """For the emulator's firmware: the site's keys, and Secure Boot on. Copy it: firmware writes to it."""
        return self.folder / "OVMF_VARS.fd"

    @property
    def root(self) -> Path:
        """The root as a folder, to look into."""
        return self.folder / "root"


@dataclass(frozen=True)
class Made:
    """What the last steps take."""

    tools: Tools
    keys: SecureBootKeys
    parts: BootParts
    payload: Payload
    root: Path
    version: str
    epoch: int


def build(site: ImageSite, tools: Tools) -> Image:
    """Return an image for `site`; whatever was made before from the same inputs is used again."""
    if os.geteuid() != 0:
        raise NotRoot("building an image needs root", hint="run: sudo ./outset image build")
    keys = SecureBootKeys.ready(tools)
    version, epoch = image_version(), source_date_epoch()
    bare = provision.base()
    parts = BootParts.ready()
    ours = software.gather(bare, site.ca_path)
    built_at = datetime.fromtimestamp(epoch, tz=UTC).strftime(RFC_3339)
    variables = provision.Variables(site, version, built_at)
    platform = provision.platform(bare, parts, ours, variables)
    root = provision.root(platform, ours, variables)
    payload = pack(tools, root, version, epoch)
    made = Made(tools, keys, parts, payload, root, version, epoch)
    recipes = [CHECKOUT / f"image/{name}.py" for name in RECIPES]
    key = cache.key(payload.folder.name, parts.folder.name, PARTITIONS, BOOT, keys.signing_certificate, *recipes)
    folder = cache.keep("Signed disks", IMAGES, key, lambda partial: _finish(made, site, bare, partial))
    _point_to(folder)
    for name in ("software", "platform", "root", "payload", "image", "boot-parts"):
        cache.prune(BUILD / name, keep_newest=KEPT_BUILDS)
    return Image(folder)


def _finish(made: Made, site: ImageSite, bare: Path, folder: Path) -> None:
    folder.mkdir()
    tools, keys, parts = made.tools, made.keys, made.parts
    (folder / "root").symlink_to(Path("..") / ".." / made.root.relative_to(BUILD))
    boot_loader = folder / "boot-loader.efi"
    sign_boot_loader(tools, keys, parts, boot_loader)
    for flavour in Flavour:
        kernel_image = folder / f"kernel-{flavour}.efi"
        words = command_line(made.payload.root_hash, flavour)
        sign_kernel_image(tools, keys, parts, made.root / "usr/lib/os-release", words, kernel_image)
        disk = folder / f"kiosk-{flavour}.img"
        write_disk(tools, made.payload, kernel_image, boot_loader, made.version, made.epoch, disk)
    keys.enrol(tools, folder / "OVMF_VARS.fd")
    manifest.write(
        folder,
        {
            "version": made.version,
            "built_from": commit(),
            "source_date_epoch": made.epoch,
            "server_url": site.server_url,
            "kernel": parts.version,
            "root_hash": made.payload.root_hash,
            "root_bytes": made.payload.root.stat().st_size,
            "signing_certificate": keys.signing_certificate.read_text(encoding="ascii"),
            "packages": manifest.packages(bare),
        },
    )


def _point_to(folder: Path) -> None:
    fresh = CURRENT.with_name(".current")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(folder.name)
    # Renamed over the old link: there is a current image at every moment.
    fresh.replace(CURRENT)


def image_version() -> str:
    """Return the product's version, as pyproject.toml says it."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def source_date_epoch() -> int:
    """Return the time, in seconds since 1970, of the newest committed change to what a kiosk is made from."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    said = _git("log", "-1", "--format=%ct", "--", *INPUTS)
    newest = max(path.stat().st_mtime for name in INPUTS for path in cache.files_under(CHECKOUT / name))
    return int(said) if said else int(newest)


def commit() -> str:
    """Return the commit that is checked out, marked if files differ from it; empty outside a checkout."""
    return _git("describe", "--always", "--abbrev=40", "--dirty", "--exclude=*")


def _git(*words: str) -> str:
    try:
        # The checkout often belongs to somebody else than root, who builds.
        safe = ("-c", f"safe.directory={CHECKOUT}")
        return process.run(["git", *safe, *words], timeout_seconds=GIT_SECONDS, cwd=CHECKOUT).strip()
    except OutsetError:
        return ""

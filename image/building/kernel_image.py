"""A signed kernel image (UKI): kernel, initrd and command line in one file that the firmware checks."""

from enum import StrEnum
from pathlib import Path

from image.building.boot_parts import BootParts
from image.paths import BOOT
from image.signing.keys import SecureBootKeys
from image.tools import Tools


class Flavour(StrEnum):
    """The same root, started in one of two ways."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


def command_line(root_hash: str, flavour: Flavour) -> str:
    """Return the kernel's command line, as image/definitions/boot/ says it."""
    words = [f"roothash={root_hash}", *_words("cmdline")]
    if flavour is Flavour.DEVELOPMENT:
        words += _words("cmdline.development")
    return " ".join([*words, *_words("cmdline.end")])


def _words(name: str) -> list[str]:
    lines = (BOOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sign_kernel_image(
    tools: Tools, keys: SecureBootKeys, parts: BootParts, os_release: Path, words: str, destination: Path
) -> None:
    """Write the UKI, signed with the site's key."""
    tools.run(
        [
            *("ukify", "build", f"--linux={parts.kernel}", f"--initrd={parts.initrd}", f"--stub={parts.stub}"),
            *(f"--uname={parts.version}", f"--os-release=@{os_release}", f"--cmdline={words}"),
            f"--secureboot-private-key={keys.signing_key}",
            f"--secureboot-certificate={keys.signing_certificate}",
            f"--output={destination}",
        ]
    )


def sign_boot_loader(tools: Tools, keys: SecureBootKeys, parts: BootParts, destination: Path) -> None:
    """Write the boot loader, signed with the site's key."""
    signer: list[str | Path] = ["sbsign", "--key", keys.signing_key, "--cert", keys.signing_certificate]
    tools.run([*signer, "--output", destination, parts.boot_loader])

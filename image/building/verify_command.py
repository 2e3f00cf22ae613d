"""`./outset image verify`: tell whether an image is what its manifest says, and signed by this site."""

from collections.abc import Sequence
from pathlib import Path

from image.building import manifest
from image.building.kernel_image import Flavour
from image.paths import CHECKOUT, CURRENT
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import OutsetError


class ImageDiffers(OutsetError):
    """An image is not what its manifest says."""


def main(arguments: Sequence[str]) -> int:
    """Check one image. Raises ImageDiffers."""
    parser = CommandParser(prog="./outset image verify", description="Check an image against its manifest.")
    parser.add_argument("folder", nargs="?", type=Path, default=CURRENT, help="default: %(default)s")
    folder = parser.parse_args(arguments).folder.resolve()
    tools = Tools.ready()
    verify(folder, tools, SecureBootKeys.ready(tools))
    print(f"{folder}: every file is as its manifest says, and what starts is signed by this site")
    return 0


def verify(folder: Path, tools: Tools, keys: SecureBootKeys) -> None:
    """Compare every file with the manifest, and every signature with the site's certificate. Raises ImageDiffers."""
    if not (folder / manifest.NAME).is_file():
        raise ImageDiffers(f"{folder} holds no image", hint="run: ./outset image build")
    said = manifest.read(folder)
    for name, expected in said["files"].items():
        path = folder / name
        if not path.is_file() or manifest.sha256(path) != expected["sha256"]:
            raise ImageDiffers(f"{path} is not the file that was built", hint="remove its folder and build again")
    for name in ("boot-loader.efi", *(f"kernel-{flavour}.efi" for flavour in Flavour)):
        tools.run(
            ["sbverify", "--cert", keys.signing_certificate, folder / name],
            bind=(CHECKOUT, folder),
            hint="the image was signed by another site's key: build it here, or take that site's certificate",
        )

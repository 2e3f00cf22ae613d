"""`./outset image build`: a signed image, from whatever of it is not there yet."""

from collections.abc import Sequence

from image.building import manifest
from image.building.build import build
from image.building.kernel_image import Flavour
from image.building.payload import SLOT_BYTES
from image.site import DEVELOPMENT_SERVER_URL, development_site
from image.tools import Tools
from kiosk_agent.command_line import CommandParser

MIB = 1024**2


def main(arguments: Sequence[str]) -> int:
    """Build, then say what there is."""
    parser = CommandParser(prog="./outset image build", description="Build a signed kiosk image.")
    parser.add_argument("--server-url", default=DEVELOPMENT_SERVER_URL, help="default: %(default)s")
    options = parser.parse_args(arguments)
    image = build(development_site(options.server_url), Tools.ready())
    said = manifest.read(image.folder)
    print(f"root    {said['root_bytes'] // MIB} MiB, {said['root_bytes'] / SLOT_BYTES:.0%} of its slot")
    print(f"hash    {said['root_hash']}")
    print(f"server  {said['server_url']}")
    for flavour in Flavour:
        disk = image.disk(flavour)
        print(f"{flavour:<12} {disk} ({disk.stat().st_blocks * 512 // MIB} MiB on disk)")
    return 0

"""The site that an image is built for: its server's address and its certificate authority."""

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from image.paths import CHECKOUT, SITE
from kiosk_agent import process
from kiosk_agent.errors import SettingsInvalid

# Where a kiosk in the emulator finds the machine that it runs on.
DEVELOPMENT_SERVER_URL = "https://10.0.2.2:8443"
DEVELOPMENT_SITE = SITE / "data"
SITE_SECONDS = 300


@dataclass(frozen=True)
class ImageSite:
    """What an image needs to know of its server."""

    server_url: str
    address: str
    """IPv4 address: a kiosk has no resolver."""
    port: int
    ca_path: Path


def development_site(server_url: str) -> ImageSite:
    """Return a site of this machine, made on first use under build/site/data. Raises SettingsInvalid."""
    address, port = _parse(server_url)
    ca_path = DEVELOPMENT_SITE / "ca.pem"
    if not ca_path.exists():
        # The page is at the machine's own names: one certificate serves it and the emulated kiosk.
        addresses = [part for name in (address, "127.0.0.1", "localhost") for part in ("--address", name)]
        process.run(
            [sys.executable, "-m", "classroom_server", "site", "--folder", DEVELOPMENT_SITE, *addresses],
            timeout_seconds=SITE_SECONDS,
            cwd=CHECKOUT,
        )
    return ImageSite(server_url, address, port, ca_path)


def _parse(server_url: str) -> tuple[str, int]:
    parts = urlsplit(server_url)
    hint = f"give it as {DEVELOPMENT_SERVER_URL}"
    if parts.scheme != "https" or not parts.hostname:
        raise SettingsInvalid(f"{server_url} is not the address of a classroom server", hint=hint)
    if not all(each.isdigit() for each in parts.hostname.split(".")):
        raise SettingsInvalid(f"{parts.hostname} is a name, and a kiosk has no resolver", hint=hint)
    return parts.hostname, parts.port or 443

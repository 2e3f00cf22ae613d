"""Where the sources are and where what is built goes."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGES = CHECKOUT / "image/definitions/packages"
PARTITIONS = CHECKOUT / "image/definitions/partitions"
BOOT = CHECKOUT / "image/definitions/boot"
PROVISIONING = CHECKOUT / "provisioning"
POLICIES = CHECKOUT / "policies"
TRACKS = CHECKOUT / "classroom_server/tracks"

BUILD = CHECKOUT / "build"
VENV = BUILD / "venv"
SITE = BUILD / "site"
KEYS = SITE / "keys"
IMAGES = BUILD / "image"
CURRENT = IMAGES / "current"
"""A link to the image that was built last."""

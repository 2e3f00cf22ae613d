"""Where the sources are and where what is built goes."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BUILD = CHECKOUT / "build"
PACKAGES = CHECKOUT / "image/packages"
PARTITIONS = CHECKOUT / "image/partitions"
BOOT = CHECKOUT / "image/boot"
PROVISIONING = CHECKOUT / "provisioning"
POLICIES = CHECKOUT / "policies"
SITE = BUILD / "site"
KEYS = SITE / "keys"
IMAGES = BUILD / "image"
CURRENT = IMAGES / "current"
VENV = BUILD / "venv"

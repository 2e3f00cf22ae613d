"""A copy of the product with one toolchain more, added as CONTRIBUTING.md says: one folder and one policy."""

import shutil
from pathlib import Path

from tests.support.checkout import FIXTURES, ROOT

TOY = FIXTURES / "toy_toolchain"
TRACK = TOY / "track"


def product_with_the_toy(folder: Path, *, parts: tuple[str, ...] = ("kiosk_agent", "policies")) -> Path:
    """Copy `parts` of the checkout into `folder`, add the toy to them, and return the folder: it is a PYTHONPATH."""
    left_behind = shutil.ignore_patterns("__pycache__", "tracks", "static")
    for name in parts:
        shutil.copytree(ROOT / name, folder / name, ignore=left_behind)
    for added in ("kiosk_agent/toolchains/toy", "policies/toolchains/toy.toml"):
        source = TOY / added
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / added)
    return folder

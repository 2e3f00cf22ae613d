"""The image that this checkout builds; whatever of it is there already is used again."""

from pathlib import Path

import pytest

from image.building.build import Image
from image.tools import Tools
from tests.support.built_image import built_image


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools.ready()


@pytest.fixture(scope="session")
def built() -> Image:
    return built_image()


@pytest.fixture(scope="session")
def root(built: Image) -> Path:
    """The kiosk's root as a folder."""
    return built.root.resolve()


@pytest.fixture(scope="session")
def root_files(root: Path) -> list[Path]:
    """Every file of the root, links left out."""
    found = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(found) > 5000
    return found

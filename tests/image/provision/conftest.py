"""The root that the roles made, and what they made it from."""

import tomllib
from pathlib import Path

import pytest

from image.building import provision, software
from image.building.build import RFC_3339, Image, build
from image.site import DEVELOPMENT_SERVER_URL, ImageSite, development_site
from image.tools import Tools


@pytest.fixture(scope="session")
def site() -> ImageSite:
    return development_site(DEVELOPMENT_SERVER_URL)


@pytest.fixture(scope="session")
def built(site: ImageSite) -> Image:
    return build(site, Tools.ready())


@pytest.fixture(scope="session")
def root(built: Image) -> Path:
    """The kiosk's root as a folder."""
    return built.root.resolve()


@pytest.fixture(scope="session")
def stage(site: ImageSite) -> Path:
    """The software that the build installed."""
    return software.gather(provision.base(), site.ca_path).stage


@pytest.fixture(scope="session")
def variables(site: ImageSite, root: Path) -> provision.Variables:
    """What the build told the roles."""
    settings = tomllib.loads((root / "usr/share/outset/kiosk.toml").read_text(encoding="utf-8"))
    release = (root / "usr/lib/os-release").read_text(encoding="utf-8").splitlines()
    (version,) = [line.partition("=")[2] for line in release if line.startswith("IMAGE_VERSION=")]
    return provision.Variables(site, version, settings["built_at"].strftime(RFC_3339))

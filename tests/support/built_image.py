"""The image that this checkout builds; whatever of it is there already is used again, and two at once take turns."""

from image.building.build import Image, build
from image.site import DEVELOPMENT_SERVER_URL, development_site
from image.tools import Tools


def built_image() -> Image:
    """Return the image of this checkout's development site."""
    return build(development_site(DEVELOPMENT_SERVER_URL), Tools.ready())

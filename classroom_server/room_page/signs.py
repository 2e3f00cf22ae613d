"""What a kiosk is doing, as its tile shows it."""

from classroom_server.room_page.schemas import TileCondition
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign


def condition_sign(condition: TileCondition, _: Words) -> Sign:
    """Return what a kiosk is doing."""
    signs = {
        TileCondition.AWAY: Sign("▲", _("No answer"), "not-yet"),
        TileCondition.LOCKED: Sign("■", _("Locked"), "quiet"),
        TileCondition.OPEN: Sign("○", _("Free"), "quiet"),
        TileCondition.SIGNED_IN: Sign("●", _("Signed in"), "quiet"),
    }
    return signs[condition]

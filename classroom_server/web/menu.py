"""The menu in every page's frame: what whoever asks may open, and where they begin."""

from dataclasses import dataclass

from classroom_server.core.permissions import Permission
from classroom_server.web.languages import Words

_IN_ORDER = (
    ("/", Permission.SEE_ROOM),
    ("/timetable", Permission.SEE_TIMETABLE),
    ("/kiosks", Permission.SEE_KIOSKS),
    ("/learners", Permission.SEE_LEARNERS),
    ("/log", Permission.READ_LOG),
)
# One's own password is everybody's.
_WITHOUT_ANY = "/password"


@dataclass(frozen=True)
class MenuEntry:
    """A page in the menu."""

    address: str
    name: str


def menu(permissions: frozenset[Permission], _: Words) -> tuple[MenuEntry, ...]:
    """Return the pages that these permissions open."""
    names = {
        "/": _("Room"),
        "/timetable": _("Timetable"),
        "/kiosks": _("Kiosks"),
        "/learners": _("Learners"),
        "/log": _("Log"),
    }
    return tuple(MenuEntry(address, names[address]) for address, needed in _IN_ORDER if needed in permissions)


def home(permissions: frozenset[Permission]) -> str:
    """Return the first page that these permissions open."""
    return next((address for address, needed in _IN_ORDER if needed in permissions), _WITHOUT_ANY)

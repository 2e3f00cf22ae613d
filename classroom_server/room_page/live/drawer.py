"""One room in one language, for all who may do the same, read and drawn anew only where it changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from classroom_server.core.classroom import Classroom
from classroom_server.core.live.events import is_acts_topic, kiosk_shown_by
from classroom_server.core.permissions import Permission
from classroom_server.learners import service as learners
from classroom_server.room_page import service
from classroom_server.room_page.schemas import RoomView, Tile
from classroom_server.room_page.wall import DrawnTile, Wall, draw_tile, draw_up
from classroom_server.web.languages import Words
from classroom_server.web.page_context import PageParts, allowed

if TYPE_CHECKING:
    from classroom_server.learners.schemas import Cohort

# Whoever types is active all the time: a tile is not drawn for less.
ACTIVE_STEP: Final = timedelta(seconds=30)
TILE_PART: Final = "tile-"
WHOLE_PART: Final = "room"


@dataclass(frozen=True)
class _Tile:
    """A tile, and what was drawn of it."""

    read: Tile
    drawn: DrawnTile


class RoomDrawer:
    """Keeps what was read and drawn last. One thread at a time."""

    def __init__(
        self, classroom: Classroom, parts: PageParts, words: Words, room_id: str, permissions: frozenset[Permission]
    ) -> None:
        self._classroom = classroom
        self._parts = parts
        self._words = words
        self._room_id = room_id
        self._may = allowed(permissions)
        self._view: RoomView | None = None
        self._tiles: dict[str, _Tile] = {}
        self._keys: dict[str, object] = {}
        """What each part was drawn from."""
        self.cohorts: tuple[Cohort, ...] = ()
        self.wall: Wall | None = None

    @property
    def kiosk_ids(self) -> frozenset[str]:
        """The kiosks that stood in the room when it was read last."""
        return frozenset(self._tiles)

    def draw(self, changed: frozenset[str] | None = frozenset()) -> dict[str, str]:
        """Return the parts that changed, by name, having read what these topics are about; None is everything.

        All that goes by the clock is drawn too. Raises Refused (not_found) when there is no such room any more.
        """
        view = self._read(changed)
        of_before = self._tiles
        self._tiles = {tile.kiosk_id: self._drawn(tile) for tile in view.tiles}
        titles = self._parts.titles
        wall = draw_up(view, self.cohorts, titles, self._words, tuple(tile.drawn for tile in self._tiles.values()))
        self._view, self.wall = view, wall
        if self._is_new(WHOLE_PART, tuple((tile.kiosk_id, tile.seat) for tile in view.tiles)):
            new = {WHOLE_PART: self._markup("room_page/wall.html", wall=wall)}
        else:
            new = dict(self._changed_tiles(of_before))
        return new | dict(self._changed_parts(wall))

    def _read(self, changed: frozenset[str] | None) -> RoomView:
        presence, known = self._classroom.presence, self._view
        with self._classroom.database.read() as work:
            of_acts = {topic for topic in changed or () if is_acts_topic(topic)}
            kiosk_ids = {kiosk_shown_by(topic) for topic in (changed or frozenset()) - of_acts}
            if known is None or changed is None or None in kiosk_ids:
                self.cohorts = learners.cohorts(work)
                return service.view(work, presence, self._room_id)
            these = {kiosk_id for kiosk_id in kiosk_ids if kiosk_id is not None}
            if not these and not of_acts:
                return replace(known, now=work.now)
            return service.view_again(work, presence, known, these, with_acts=bool(of_acts))

    def _drawn(self, tile: Tile) -> _Tile:
        known = self._tiles.get(tile.kiosk_id)
        if known is not None and known.read is tile:
            return known
        drawn = draw_tile(tile, self._room_id, self._parts.titles, self._words)
        if known is not None and _is_as_good(known.drawn, drawn):
            drawn = known.drawn
        return _Tile(tile, drawn)

    def _changed_tiles(self, before: dict[str, _Tile]) -> Iterator[tuple[str, str]]:
        for kiosk_id, tile in self._tiles.items():
            if tile.drawn is not before[kiosk_id].drawn:
                yield f"{TILE_PART}{kiosk_id}", self._markup("room_page/tile.html", tile=tile.drawn)

    def _changed_parts(self, wall: Wall) -> Iterator[tuple[str, str]]:
        facts = {
            "tabs": ("room_page/tabs.html", (wall.room, wall.tabs)),
            "counts": (
                "room_page/counts.html",
                (wall.session, wall.minutes_left, wall.signed_in, wall.cohort_size, wall.answering, len(wall.tiles)),
            ),
            "needs": ("room_page/needs.html", wall.needs),
            "acts": ("room_page/acts.html", wall.acts),
            "chosen": ("room_page/acts_chosen.html", _named(wall)),
            "pending": ("web/pending_count.html", wall.pending),
        }
        for name, (template, key) in facts.items():
            if self._is_new(name, key):
                yield name, self._markup(template, wall=wall, pending=wall.pending, chosen=())

    def _is_new(self, name: str, key: object) -> bool:
        is_new = name not in self._keys or self._keys[name] != key
        self._keys[name] = key
        return is_new

    def _markup(self, template: str, **facts: Any) -> str:  # noqa: ANN401 - whatever a template shows
        now = self._classroom.database.clock()
        return self._parts.drawing.draw(self._words.language, template, {"now": now, "may": self._may, **facts})


def _named(wall: Wall) -> tuple[tuple[str, str, str, str], ...]:
    """Return what a kiosk is chosen by."""
    return tuple((tile.kiosk_id, tile.kiosk_name, tile.learner, tile.sign_in_id) for tile in wall.tiles)


def _is_as_good(known: DrawnTile, new: DrawnTile) -> bool:
    """Tell whether what is shown still says the same, but for the seconds since somebody was active."""
    if known.since is None or new.since is None:
        return known == new
    return abs(new.since - known.since) < ACTIVE_STEP and replace(known, since=new.since) == new

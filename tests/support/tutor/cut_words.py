"""What of a screen's words cannot be read: cut off at an edge, shortened, broken in a word, or under something else."""

from collections.abc import Iterator
from itertools import combinations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Digits, OptionList, Static

from kiosk_agent.tutor.widgets.fitted import Fitted
from kiosk_agent.tutor.widgets.key_line import KeyLine

# What stands in a panel's border beside its title: a corner and a blank at either end.
_CORNERS = 4


def cut_words(screen: Screen[object]) -> list[str]:
    """Return a sentence for each text that is not whole. What lies further down in a panel that scrolls is whole."""
    found: list[str] = []
    shown: list[tuple[Widget, Region]] = []
    for widget, geometry in screen._compositor.full_map.items():
        if not isinstance(widget, Static | OptionList | Digits) or not _words(widget).strip():
            found += _borders(widget)
            continue
        scrolls = isinstance(widget, OptionList) or _scrolls(widget)
        region, seen = geometry.region, geometry.visible_region
        if (region.x, region.width) != (seen.x, seen.width) and seen:
            found.append(f"{_name(widget)} stands over its edge sideways: {_words(widget)!r}")
        if (not scrolls and seen != region) or not region:
            found.append(f"{_name(widget)} is not all in sight: {_words(widget)!r}")
        found += _borders(widget)
        found += (f"{_name(widget)} {how}" for how in _lines(widget))
        shown.append((widget, seen))
    return [*found, *_covered(shown)]


def _name(widget: Widget) -> str:
    return f"#{widget.id}" if widget.id else type(widget).__name__


def _words(widget: Widget) -> str:
    if isinstance(widget, OptionList):
        return "\n".join(str(option.prompt) for option in widget.options)
    if isinstance(widget, Fitted):
        return widget.shown
    if isinstance(widget, Digits):
        return widget.value
    visual = widget.visual if isinstance(widget, Static) else ""
    return visual.plain if isinstance(visual, Content) else str(visual)


def _scrolls(widget: Widget) -> bool:
    """Tell whether a panel around it scrolls; a whole screen must not."""
    around = (one for one in widget.ancestors if isinstance(one, Widget) and not isinstance(one, Screen))
    return any(one.styles.overflow_y in {"auto", "scroll"} for one in around)


def _lines(widget: Widget) -> Iterator[str]:
    """Yield how its words do not fit its own region."""
    room, words = widget.content_size, _words(widget)
    if isinstance(widget, KeyLine):
        lost = [key.printed for key in widget.keys if f"{key.printed} " not in f" {words} "]
        if lost:
            yield f"leaves out {', '.join(lost)}: {words!r}"
    stays = widget.styles.text_wrap == "nowrap" or isinstance(widget, OptionList | Fitted)
    pieces = words.split("\n") if stays else words.split()
    longest = max(pieces, key=cell_len)
    if cell_len(longest) > room.width:
        yield f"has {room.width} columns for {longest!r}"
    if isinstance(widget, Static) and not isinstance(widget, KeyLine):
        # Its own styles, which nothing else names so.
        needed = widget.visual.get_height(widget.styles, room.width)  # type: ignore[arg-type]
        if needed > room.height:
            yield f"has {room.height} of {needed} lines for {words!r}"


def _borders(widget: Widget) -> Iterator[str]:
    for words in (widget.border_title, widget.border_subtitle):
        said = words.plain if isinstance(words, Content) else str(words or "")
        if said and widget.styles.border_top[0] and cell_len(said) > widget.region.width - _CORNERS:
            yield f"the border of {_name(widget)} has no room for {said!r}"


def _covered(shown: list[tuple[Widget, Region]]) -> Iterator[str]:
    for (one, its), (other, others) in combinations(shown, 2):
        if its.overlaps(others) and one not in other.ancestors and other not in one.ancestors:
            yield f"{_name(one)} and {_name(other)} lie upon each other"

"""What changed between two attempts, line by line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from classroom_server.web.text.plain_text import plain_lines

# Comparing costs by the product of the two, and by how often a line of one stands in the other; whoever wrote them may
# want it to cost much.
LINES_COMPARED: Final = 400
PAIRS_COMPARED: Final = 20_000
"""Of lines that are alike, in all files of one change together."""
LINES_SHOWN: Final = 80
LINES_AROUND: Final = 2
CHARACTERS_OF_A_LINE: Final = 300


class LineChange(StrEnum):
    """What became of a line."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    LEFT_OUT = "left_out"
    """Stands for lines that did not change and are not shown; it has no text."""


@dataclass(frozen=True)
class ChangedLine:
    """One line of a comparison: hostile text, with each sign in it made visible."""

    change: LineChange
    number: int | None
    """In the file after the change; before it of a line that is gone; None of what is left out."""
    text: str


@dataclass(frozen=True)
class FileChange:
    """What changed in one file."""

    path: str
    added: int
    removed: int
    lines: tuple[ChangedLine, ...]
    is_cut: bool
    """There is more than is shown, or so much that it was not compared."""


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Return what changed in each file that did, by name; a file that is not there has no lines."""
    found, pairs_left = list[FileChange](), PAIRS_COMPARED
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            change, pairs = _change(path, before.get(path), after.get(path), pairs_left)
            found.append(change)
            pairs_left -= pairs
    return tuple(found)


def _change(path: str, before: str | None, after: str | None, pairs_left: int) -> tuple[FileChange, int]:
    """Return what changed, and how many pairs of lines were compared for it."""
    old, new = (plain_lines(text) if text else [] for text in (before, after))
    # What begins and ends alike costs nothing to leave out, and is most of it.
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    pairs = _pairs(middle_old, middle_new)
    if max(len(middle_old), len(middle_new)) > LINES_COMPARED or pairs > pairs_left:
        return FileChange(path, len(middle_new), len(middle_old), (), is_cut=True), 0
    lines = list(_lines(old, new, start, end))
    shown = tuple(_around_changes(lines))
    change = FileChange(
        path,
        added=sum(line.change is LineChange.NEW for line in lines),
        removed=sum(line.change is LineChange.GONE for line in lines),
        lines=shown[:LINES_SHOWN],
        is_cut=len(shown) > LINES_SHOWN,
    )
    return change, pairs


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    often = Counter(new)
    return sum(often[line] for line in old)


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    pairs = zip(left, right, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def _lines(old: Sequence[str], new: Sequence[str], start: int, end: int) -> Iterator[ChangedLine]:
    for place in range(start):
        yield _line(LineChange.SAME, new, place)
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (_line(LineChange.SAME, new, start + place) for place in range(new_from, new_to))
            continue
        yield from (_line(LineChange.GONE, old, start + place) for place in range(old_from, old_to))
        yield from (_line(LineChange.NEW, new, start + place) for place in range(new_from, new_to))
    for place in range(len(new) - end, len(new)):
        yield _line(LineChange.SAME, new, place)


def _line(change: LineChange, lines: Sequence[str], place: int) -> ChangedLine:
    text = lines[place]
    cut = f"{text[:CHARACTERS_OF_A_LINE]}…" if len(text) > CHARACTERS_OF_A_LINE else text
    return ChangedLine(change, place + 1, cut)


def _around_changes(lines: Sequence[ChangedLine]) -> Iterator[ChangedLine]:
    """Yield the changes with the lines around them, and a mark for each stretch between."""
    changed = [place for place, line in enumerate(lines) if line.change is not LineChange.SAME]
    near = {place + off for place in changed for off in range(-LINES_AROUND, LINES_AROUND + 1)}
    is_out = False
    for place, line in enumerate(lines):
        if place in near:
            yield line
        elif not is_out:
            yield ChangedLine(LineChange.LEFT_OUT, None, "")
        is_out = place not in near

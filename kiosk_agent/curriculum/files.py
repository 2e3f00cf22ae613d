"""How a track's files are read: inside their folder, never through a symbolic link, bounded, and as plain UTF-8."""

import os
import re
import stat
from pathlib import Path, PurePosixPath

from kiosk_agent.errors import TrackInvalid

FILE_BYTES = 1024 * 1024
"""Any one file of a track."""
# Control characters but tab and newline, and those that change the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def inside(folder: Path, relative: str) -> Path:
    """Return folder/relative, which need not exist.

    Raises TrackInvalid when `relative` leads out of `folder`, or through a symbolic link.
    """
    parts = PurePosixPath(relative).parts
    outside = not parts or relative.startswith("/") or ".." in parts or "\\" in relative or "\0" in relative
    if outside:
        hint = "name a file inside the folder, with no .. and no / in front"
        raise TrackInvalid(f"the path {relative!r} leads out of its folder", hint=hint, path=folder)
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise TrackInvalid("it is a symbolic link", hint="put a copy of the file in its place", path=path)
    return path


def present(folder: Path, relative: str) -> bool:
    """Tell whether folder/relative is a plain file. Raises TrackInvalid as `inside` does."""
    return inside(folder, relative).is_file()


def read_bytes(folder: Path, relative: str) -> bytes:
    """Return the content of folder/relative. Raises TrackInvalid: not there, no plain file, or over FILE_BYTES."""
    path = inside(folder, relative)
    try:
        # Not blocking: a named pipe in a track must not hold the reader.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        hint = "add the file, or take its name out of the config"
        raise TrackInvalid("it is missing", hint=hint, path=path) from error
    except OSError as error:
        hint = "check what it is and who owns it"
        raise TrackInvalid(f"it cannot be read: {error.strerror}", hint=hint, path=path) from error
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise TrackInvalid("it is not a plain file", hint="put a plain file in its place", path=path)
        if facts.st_size > FILE_BYTES:
            problem = f"it has {facts.st_size} bytes, more than the {FILE_BYTES} that a track's file may have"
            raise TrackInvalid(problem, hint="make the file smaller", path=path)
        # Every judging reads some: no buffered reader and no megabyte to fill, which took most of the time.
        return os.read(descriptor, facts.st_size)
    finally:
        os.close(descriptor)


def read_text(folder: Path, relative: str) -> str:
    """Return the text of folder/relative, its line ends made one kind.

    Raises TrackInvalid as `read_bytes` does, and for text that is not UTF-8 or holds control characters.
    """
    try:
        text = read_bytes(folder, relative).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 text (byte {error.start})"
        raise TrackInvalid(problem, hint="save the file as UTF-8", path=folder / relative) from error
    text = text.replace("\r\n", "\n")
    if found := _UNSEEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problem = f"it holds the control character U+{ord(found[0]):04X}"
        hint = "take it out: on a screen it could show something else than what is there"
        raise TrackInvalid(problem, hint=hint, path=folder / relative, line=line)
    return text

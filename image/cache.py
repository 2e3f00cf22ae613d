"""Results kept under build/, each named by the hash of everything it was made from."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from image.progress import kept, step

KEY_LENGTH = 16
# Neither is an input: Python writes the first, git and editors the second.
IGNORED = ("__pycache__", ".pyc", ".swp")


def key(*parts: str | bytes | Path) -> str:
    """Return the hash of `parts`; a path stands for the names, modes and bytes of all that is under it."""
    digest = hashlib.sha256()
    for part in parts:
        for piece in _pieces(part):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()[:KEY_LENGTH]


def _pieces(part: str | bytes | Path) -> Iterator[bytes]:
    if isinstance(part, str):
        yield part.encode()
    elif isinstance(part, bytes):
        yield part
    else:
        for path in files_under(part):
            yield str(path.relative_to(part) if path != part else path.name).encode()
            yield b"x" if os.access(path, os.X_OK) else b"-"
            yield path.read_bytes()


def files_under(path: Path) -> Iterable[Path]:
    """Return the files of a folder in a fixed order, without what Python or an editor left there.

    Raises FileNotFoundError: a name that has moved away must not quietly leave an input out.
    """
    path.stat()
    if path.is_file():
        return [path]
    found = (each for each in path.rglob("*") if each.is_file())
    return sorted(each for each in found if not any(word in str(each.relative_to(path)) for word in IGNORED))


def keep(title: str, folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return folder/name, made by `make` if it is not there yet.

    `make` is given a path beside it to create; it is renamed when whole, so that a half-made result is never used.
    Two builds at once wait for each other. Older results of the folder stay until `prune`.
    """
    result = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / ".lock"):
        if result.exists():
            kept(title)
            os.utime(result)
            return result
        partial = folder / f"{name}.partial"
        remove(partial)
        with step(title):
            make(partial)
        partial.rename(result)
    return result


def prune(folder: Path, *, keep_newest: int) -> None:
    """Remove all but the most lately used results of a folder."""
    results = [path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_symlink()]
    results.sort(key=lambda path: path.lstat().st_mtime, reverse=True)
    for path in results[keep_newest:]:
        remove(path)


def remove(path: Path) -> None:
    """Remove a file or a whole tree, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of that name, waiting for whoever has it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

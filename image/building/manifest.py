"""manifest.json: what an image is made of and the hash of each of its files."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Any

from image import trees

NAME = "manifest.json"
QUERY_SECONDS = 60
CHUNK_BYTES = 1024**2


def write(folder: Path, said: dict[str, Any]) -> None:
    """Write the manifest of a finished image."""
    files = {
        path.name: {"sha256": sha256(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != NAME
    }
    text = json.dumps(said | {"files": files}, indent=2, ensure_ascii=False)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """Return the manifest of an image."""
    manifest: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return manifest


def sha256(path: Path) -> str:
    """Return the hash of a file: of a disk image, the one that skips what is empty."""
    if path.suffix == ".img":
        return _sparse_sha256(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sparse_sha256(path: Path) -> str:
    # A disk is 5 GB and 95 % empty: the size, then each chunk that holds something, after its number. Whether the
    # empty chunks are holes of the file or written zeros makes no difference.
    digest = hashlib.sha256(path.stat().st_size.to_bytes(8, "big"))
    with path.open("rb", buffering=0) as file:
        for number in _chunks_with_bytes(file):
            chunk = os.pread(file.fileno(), CHUNK_BYTES, number * CHUNK_BYTES)
            if any(chunk):
                digest.update(number.to_bytes(8, "big"))
                digest.update(chunk)
    return digest.hexdigest()


def _chunks_with_bytes(file: FileIO) -> Iterator[int]:
    """Return the numbers of the chunks that are not holes of the file."""
    next_number = 0
    try:
        while True:
            start = os.lseek(file.fileno(), next_number * CHUNK_BYTES, os.SEEK_DATA)
            end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            last = (end - 1) // CHUNK_BYTES
            yield from range(max(next_number, start // CHUNK_BYTES), last + 1)
            next_number = last + 1
    except OSError as error:
        # ENXIO: nothing but a hole is left.
        if error.errno != errno.ENXIO:
            raise


def packages(tree: Path) -> dict[str, str]:
    """Return the Debian packages that a tree was made from, with their versions."""
    # Asked of the bare tree: the kiosk itself has no package database any more.
    said = trees.run_in(
        tree, ["dpkg-query", "-W", "-f", "${Package} ${Version}\n"], timeout_seconds=QUERY_SECONDS, bind=()
    )
    return dict(line.split(" ", 1) for line in said.splitlines())

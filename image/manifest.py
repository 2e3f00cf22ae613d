"""manifest.json: what an image is made of and the hash of each of its files."""

import hashlib
import json
from pathlib import Path
from typing import Any

from image import trees

NAME = "manifest.json"
QUERY_SECONDS = 60


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
    """Return a file's hash; holes of a sparse file count as the zeros that they are."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packages(tree: Path) -> dict[str, str]:
    """Return the Debian packages that a tree was made from, with their versions."""
    # Asked of the bare tree: the kiosk itself has no package database any more.
    said = trees.run_in(
        tree, ["dpkg-query", "-W", "-f", "${Package} ${Version}\n"], timeout_seconds=QUERY_SECONDS, bind=()
    )
    return dict(line.split(" ", 1) for line in said.splitlines())

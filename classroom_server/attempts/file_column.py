"""A learner's files as one column holds them: JSON, the paths in order, so that the same files are the same bytes."""

import hashlib
from collections.abc import Mapping

from pydantic import TypeAdapter
from pydantic_core import to_json

_FILES = TypeAdapter(dict[str, str])


def write_files(files: Mapping[str, str]) -> str:
    """Return what is stored."""
    return to_json(dict(sorted(files.items()))).decode()


def read_files(stored: str) -> Mapping[str, str]:
    """Return path -> text."""
    return _FILES.validate_json(stored)


def digest_of(*facts: str) -> str:
    """Return the SHA-256 (hex) of facts that stand in columns of their own: who did it, where, at what, when."""
    return digest(to_json(facts).decode())


def digest(stored: str) -> str:
    """Return the SHA-256 (hex) of what is stored."""
    return hashlib.sha256(stored.encode()).hexdigest()

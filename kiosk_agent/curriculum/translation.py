"""How a translation is tied to the English text it was made from, so that a changed text shows what is stale.

A translation stands beside its English file (`hints.md`, `hints.es.md`) and its first line names, in a comment of its
own format, the English content: `<!-- source: 0123456789ab -->` or `# source: 0123456789ab`.
"""

import hashlib
import re
from pathlib import Path

from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language

KEY_CHARACTERS = 12
_MARK = re.compile(rf"\A(?:<!-- source: ([0-9a-f]{{{KEY_CHARACTERS}}}) -->|# source: ([0-9a-f]{{{KEY_CHARACTERS}}}))\n")


def translated_path(path: str, language: Language) -> str:
    """Return where the translation of the English file `path` stands."""
    stem, dot, ending = path.rpartition(".")
    return path if language == SOURCE_LANGUAGE else f"{stem}.{language}{dot}{ending}"


def content_key(folder: Path, relative: str) -> str:
    """Return the first twelve hexadecimal digits of the SHA-256 of the text of folder/relative, as it is read."""
    return hashlib.sha256(read_text(folder, relative).encode()).hexdigest()[:KEY_CHARACTERS]


def marked_key(text: str) -> str | None:
    """Return the key that a translation's first line names."""
    found = _MARK.match(text)
    return (found[1] or found[2]) if found else None


def without_mark(text: str) -> str:
    """Return the text as it is to be read."""
    return _MARK.sub("", text, count=1)


def is_stale(folder: Path, source: str, translation: str) -> bool:
    """Tell whether the English file has changed since the translation was made. Raises TrackInvalid."""
    return marked_key(read_text(folder, translation)) != content_key(folder, source)


def mark(folder: Path, source: str, translation: str) -> None:
    """Write into the translation's first line that it was made from the English file as it now stands."""
    key = content_key(folder, source)
    line = f"# source: {key}\n" if translation.endswith(".toml") else f"<!-- source: {key} -->\n"
    text = without_mark(read_text(folder, translation))
    (folder / translation).write_text(line + text, encoding="utf-8")

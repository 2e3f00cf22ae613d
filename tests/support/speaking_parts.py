"""The parts of Outset that speak, and how each marks its words for translation."""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import extract_from_dir

import classroom_server
import kiosk_agent.tutor
from classroom_server.web import languages as pages
from kiosk_agent.tutor.text import translator

_PLACES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, eq=False)
class Part:
    """One part: where its words stand, and where their translations do."""

    name: str
    folder: Path
    locales: Path
    domain: str
    keywords: Mapping[str, tuple[int, ...] | None]
    facts: Callable[[str], set[str]]
    """The names of what is put into a text."""
    methods: list[tuple[str, str]] = field(default_factory=lambda: [("**.py", "python")])

    def texts(self) -> set[tuple[str, ...]]:
        """Return every text that is marked for translation: alone, or with its plural."""
        options = {"**/templates/**.html": {"trimmed": "true"}}
        found = extract_from_dir(self.folder, self.methods, options, dict(self.keywords))
        return {(text,) if isinstance(text, str) else tuple(text) for _, _, text, _, _ in found}


TUTOR = Part(
    "tutor",
    Path(kiosk_agent.tutor.__file__).parent,
    translator.LOCALES,
    translator.DOMAIN,
    {"say": None, "mark": None, "say_many": (1, 2)},
    lambda text: {name for _, name, _, _ in string.Formatter().parse(text) if name},
)
PAGES = Part(
    "pages",
    Path(classroom_server.__file__).parent,
    pages.LOCALES,
    pages.DOMAIN,
    {"_": None, "gettext": None, "ngettext": (1, 2), "many": (1, 2)},
    lambda text: set(_PLACES.findall(text)),
    [("**.py", "python"), ("**/templates/**.html", "jinja2")],
)
PARTS = (TUTOR, PAGES)

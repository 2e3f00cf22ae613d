"""Our words in the reader's language, from catalogues in gettext's own format.

The sources stand in the tree, for each part that speaks: locales/<language>/LC_MESSAGES/<domain>.po. They are compiled
before they are read. An image holds the compiled catalogue in its source's place; a checkout keeps it under build/,
named by what the source holds, so that none can be stale. What is missing or cannot be read is said in English, the
text in the code itself.
Formats: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html and MO-Files.html
"""

import hashlib
import importlib
import logging
import struct
from contextlib import suppress
from datetime import UTC, datetime
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from kiosk_agent.errors import OutsetError
from kiosk_agent.files import replace_durably

SOURCE, COMPILED = ".po", ".mo"
KEPT = Path(__file__).parents[1] / "build/catalogues"
_READABLE = 0o644
_LOG = logging.getLogger(__name__)


class CatalogueInvalid(OutsetError):
    """A catalogue's source cannot be compiled."""


def source_path(locales: Path, language: str, domain: str) -> Path:
    """Return where the translation of a part's words into `language` stands."""
    return locales / language / "LC_MESSAGES" / f"{domain}{SOURCE}"


def load_translations(locales: Path, language: str, domain: str) -> NullTranslations:
    """Return what turns a part's English into `language`: every text of which there is no translation stays English."""
    source = source_path(locales, language, domain)
    compiled = source.with_suffix(COMPILED)
    try:
        if source.is_file():
            return GNUTranslations(BytesIO(_compiled_once(source)))
        if compiled.is_file():
            return GNUTranslations(BytesIO(compiled.read_bytes()))
    except (CatalogueInvalid, OSError, ValueError, LookupError, struct.error) as error:
        # A learner who reads English is better off than one who reads nothing.
        _LOG.warning("%s is left out: %s", source, error)
    return NullTranslations()


def compile_in_place(folder: Path) -> None:
    """Put a compiled catalogue in the place of each source below `folder`. Raises CatalogueInvalid."""
    for source in sorted(folder.rglob(f"LC_MESSAGES/*{SOURCE}")):
        source.with_suffix(COMPILED).write_bytes(compiled_catalogue(source))
        source.unlink()


def compiled_catalogue(source: Path) -> bytes:
    """Return the catalogue of a source, the same bytes every time. Raises CatalogueInvalid."""
    # A kiosk has no Babel, and no sources that it would be needed for.
    pofile = importlib.import_module("babel.messages.pofile")
    mofile = importlib.import_module("babel.messages.mofile")
    try:
        catalogue = pofile.read_po(BytesIO(source.read_bytes()), abort_invalid=True)
    except (pofile.PoFileError, ValueError, LookupError) as error:
        raise CatalogueInvalid(f"{source} is no catalogue: {error}", hint="correct that place") from error
    # Babel would write the present time into the header.
    catalogue.creation_date = catalogue.revision_date = datetime.fromtimestamp(0, UTC)
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    return compiled.getvalue()


def _compiled_once(source: Path) -> bytes:
    kept = KEPT / f"{hashlib.sha256(source.read_bytes()).hexdigest()}{COMPILED}"
    if kept.is_file():
        return kept.read_bytes()
    compiled = compiled_catalogue(source)
    # Where this account may not write, every start compiles again.
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_durably(kept, compiled, _READABLE)
    return compiled

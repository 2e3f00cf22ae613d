"""Catalogues stand in the tree as pybabel writes them: whoever changes one string changes its lines alone."""

import shutil
from pathlib import Path

import pytest

from tests.support.catalogue_commands import run_documented
from tests.support.checkout import ROOT
from tests.support.speaking_parts import PARTS

# No word of a page stands there, and both are large.
UNREAD = shutil.ignore_patterns("tracks", "__pycache__")


@pytest.fixture
def updated(tmp_path: Path) -> Path:
    """Give a copy of the parts that speak, in which the documented commands have been run."""
    for folder in ("kiosk_agent/tutor", "classroom_server"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=UNREAD)
    (tmp_path / "build").mkdir()
    assert run_documented(["extract", "update"], tmp_path) == 2 * len(PARTS)
    return tmp_path


def test_an_update_changes_no_line(updated: Path) -> None:
    for part in PARTS:
        for catalogue in part.locales.glob("*/LC_MESSAGES/*.po"):
            fresh = updated / catalogue.relative_to(ROOT)
            assert catalogue.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), (
                "CONTRIBUTING.md says how"
            )

"""A toolchain is one folder and one policy: a toy that is added so, and nowhere else, works in every part."""

import json
import sys
from typing import Any

import pytest

from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.toy_product import TRACK, product_with_the_toy
from tests.support.waiting import LIMIT_SECONDS

DRIVER = ROOT / "tests/support/toy_driver.py"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    product = product_with_the_toy(tmp_path_factory.mktemp("product"))
    words = [sys.executable, str(DRIVER), str(product / "policies"), str(TRACK)]
    told: dict[str, Any] = json.loads(
        process.run(words, timeout_seconds=LIMIT_SECONDS, cwd=product, extra_environment={"PYTHONPATH": str(product)})
    )
    return told


def test_it_is_listed_and_comes_with_its_packages(said: dict[str, Any]) -> None:
    assert said["listed"]
    assert said["can be run"]
    assert said["on the disk"] == ["python3"]


def test_people_read_its_name_and_the_editor_sets_its_lines(said: dict[str, Any]) -> None:
    assert said["title"] == "Toy"
    assert said["comment"] == "--"
    assert said["next line"] == "\n" + " " * 3


def test_its_tests_are_known_before_they_run(said: dict[str, Any]) -> None:
    assert said["expected"] == ["total", "double"]
    assert said["surplus"] == ["mine"]


def test_its_messages_are_explained_by_what_its_harness_names(said: dict[str, Any]) -> None:
    assert said["words"] == "Las pruebas piden un nombre, y nada se llama así."
    assert not said["words by the sentence alone"]
    assert said["comparison"]


def test_its_tests_cannot_be_kept_apart(said: dict[str, Any]) -> None:
    assert "tests of toy cannot be kept apart from the program" in said["split"]
    # Beside others, as soon as there are more.
    assert "javascript" in said["split"]
    assert "python" in said["split"]

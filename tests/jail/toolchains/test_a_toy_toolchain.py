"""A toolchain that is one folder and one policy runs in the jail: nothing else of the product is told of it."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.jail.jails import as_root
from tests.support.toy_product import TRACK, product_with_the_toy
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture(scope="module")
def product(open_folder: Path) -> Path:
    folder = open_folder / "product"
    folder.mkdir()
    made = product_with_the_toy(folder, parts=("kiosk_agent", "policies", "classroom_server"))
    # Its commands, as `./outset` has them.
    (made / "provisioning").mkdir()
    for name in ("outset.py", "provisioning/commands.txt"):
        shutil.copyfile(ROOT / name, made / name)
    return made


def said_by(product: Path, *words: str | Path) -> str:
    command = [
        "env",
        f"PYTHONPATH={product}",
        sys.executable,
        product / "outset.py",
        *words,
        "--node-modules",
        ROOT / "build/npm/node_modules",
    ]
    return process.run(as_root(command), timeout_seconds=LIMIT_SECONDS, cwd=product)


def test_program_of_it_runs_alone(product: Path) -> None:
    program = TRACK / "exercises/practice/sum/.meta/example.toy"
    said = json.loads(said_by(product, "kiosk", "run", "toy", program, "--json"))
    assert said["verdict"] == "accepted", said
    assert said["output"] == "total is 3\ndouble is 6\n"


def test_track_of_it_is_judged(product: Path, open_folder: Path) -> None:
    report = open_folder / "toy.json"
    said_by(product, "track", "test", TRACK, "--json", report)
    (exercise,) = json.loads(report.read_text())["results"]
    assert exercise["solution"]["verdict"] == "accepted", exercise
    assert exercise["stub"]["verdict"] == "wrong_answer", exercise
    assert (exercise["tests_named"], exercise["tests_reported"]) == (2, 2)

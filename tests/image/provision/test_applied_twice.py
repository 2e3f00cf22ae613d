"""Provisioning states what is so: applied to what it made, it changes nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from image import cache
from image.building import provision
from image.building.provision import Variables
from image.paths import BUILD


@pytest.fixture
def copied(root: Path) -> Iterator[Path]:
    tree = BUILD / "try" / "applied-twice"
    cache.remove(tree)
    provision.copy_tree(root, tree)
    yield tree
    cache.remove(tree)


def test_second_time_changes_nothing(copied: Path, stage: Path, variables: Variables) -> None:
    said = provision.play_over(copied, stage, variables, [])
    recap = re.search(r"ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=0", said)
    assert recap, said
    assert int(recap.group(1)) > 20
    changed = [line for line in said.splitlines() if line.startswith(("changed:", "TASK"))]
    assert int(recap.group(2)) == 0, "\n".join(changed)

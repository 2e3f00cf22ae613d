"""Rules that the agent's own source keeps."""

import ast
from pathlib import Path

import pytest

import kiosk_agent.link

MODULES = sorted(Path(kiosk_agent.link.__file__).parent.rglob("*.py"))
# Each of these reads a clock that somebody can set, or that a dead battery has set.
SYSTEM_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "monotonic"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_in_the_link_looks_at_the_systems_clock(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = ast.unparse(node.func.value)
            assert not (node.func.attr in SYSTEM_CLOCK and of in {"time", "datetime", "datetime.datetime", "date"})

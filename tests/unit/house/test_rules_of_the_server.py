"""Rules of the server that a new module could pass by unseen."""

import ast
import re
import tomllib
from typing import Any

from tests.support.checkout import ROOT

SERVER = ROOT / "classroom_server"
RULE_OF_PAGES = "Pages and kiosks reach rows through services alone"


def contract(name: str) -> dict[str, Any]:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return next(rule for rule in rules if rule["name"] == name)


def test_each_module_of_pages_is_in_the_import_rule_of_pages() -> None:
    named = [re.escape(each).replace(r"\*", r"[^.]+") for each in contract(RULE_OF_PAGES)["source_modules"]]
    # Those of features: the wiring, one level higher, reaches everything.
    pages = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SERVER.glob("*/**/*pages.py")]
    assert len(pages) > 10
    assert [page for page in pages if not any(re.fullmatch(each, page) for each in named)] == []


def test_every_moment_is_shown_by_the_sites_one_clock() -> None:
    by_the_machines = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SERVER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "astimezone" and not node.args
    ]
    assert by_the_machines == [], "core/site_clock.py knows the zone"

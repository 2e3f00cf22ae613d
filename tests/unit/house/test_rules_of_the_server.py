"""Rules of the server that a new module could pass by unseen."""

import ast
import re
import tomllib
from typing import Any

from classroom_server.migrations.tables import FEATURES
from tests.support.checkout import ROOT

SERVER = ROOT / "classroom_server"
# What features stand on, and what is for authors and for migrations.
NO_FEATURES = {"authoring", "core", "migrations", "site", "waking", "web"}
RULE_OF_FEATURES = "Inside a feature: what answers, then what can be done, then where it is kept"
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


def test_each_feature_is_in_the_import_rule_of_features() -> None:
    folders = {path.parent.name for path in SERVER.glob("*/__init__.py")}
    features = {f"classroom_server.{name}" for name in folders - NO_FEATURES}
    assert set(contract(RULE_OF_FEATURES)["containers"]) == features, "pyproject.toml lists them"


def test_each_folder_that_is_said_to_be_no_feature_is_there() -> None:
    assert [name for name in NO_FEATURES if not (SERVER / name).is_dir()] == []


def test_the_tables_of_each_feature_are_there_for_migrations() -> None:
    known = {module.__name__ for module in FEATURES}
    named = {path.parent.name for path in SERVER.glob("*/tables.py")} - NO_FEATURES
    assert {f"{SERVER.name}.{name}.tables" for name in named} - known == set(), (
        "classroom_server/migrations/tables.py lists them"
    )

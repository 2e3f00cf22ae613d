"""One name for one thing: two classes of one name are confused by whoever reads of one and finds the other."""

import ast
from collections import defaultdict

from tests.support.checkout import ROOT

PRODUCTION = ("kiosk_agent", "classroom_server", "image", "provisioning")
# A harness runs alone in the jail, with nothing of ours beside it; Alembic's files each stand for themselves.
APART = {"harness", "versions"}


def classes() -> dict[str, list[str]]:
    """Return where each class is, by its name."""
    places = defaultdict(list)
    for path in (path for top in PRODUCTION for path in (ROOT / top).rglob("*.py") if not APART & {*path.parts}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return places


def test_no_two_classes_of_one_name_are_in_production_code() -> None:
    assert {name: places for name, places in classes().items() if len(places) > 1} == {}

"""A programming language is one folder: no other program of ours knows one's name, its title or its files' ends."""

import ast
import re
from collections.abc import Iterator

from kiosk_agent.toolchains.facts import facts_of, toolchain_names
from tests.support.checkout import ROOT
from tests.support.tracked_files import tracked

ELSEWHERE = ("tests/", "kiosk_agent/toolchains/", "classroom_server/tracks/")
# Our own programs are written in it: they may speak of it, but not tell it from other languages.
OWN = "python"
ALLOWED = {
    ("classroom_server/web/assets.py", "text/javascript"): "the type that a browser wants of the pages' own scripts",
    ("image/building/build.py", ".py"): "its own modules",
}
FACTS = [facts for name in toolchain_names() if (facts := facts_of(name)) is not None]
EXACT = {text for facts in FACTS for text in (facts.name, facts.title, *facts.suffixes)} | {"jvm"}
PARTS = {facts.name for facts in FACTS} - {OWN} | {"jvm"}
# "web" and "html" are the pages' own words too.
WORDS = re.compile(rf"\b(?:{'|'.join(sorted(PARTS - {'web'}))})\b", re.IGNORECASE)


def docstrings(tree: ast.AST) -> set[int]:
    """Return which constants are docs: of modules, classes, functions and the fields before them."""
    bodies = [body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list)]
    return {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}


def named_in(tree: ast.AST) -> Iterator[str]:
    """Yield each string and identifier that names a language."""
    docs = docstrings(tree)
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(text, str) and (text in EXACT or WORDS.search(text)):
            yield text
        for field in ("id", "attr", "name", "arg"):
            identifier = getattr(node, field, None)
            if isinstance(identifier, str) and PARTS & set(re.split(r"[_.]", identifier.lower())):
                yield identifier


def test_no_other_module_names_a_programming_language() -> None:
    listed = [str(path.relative_to(ROOT)) for path in tracked("*.py")]
    paths = [path for path in listed if not path.startswith(ELSEWHERE)]
    assert len(paths) > 100
    found = {(path, name) for path in paths for name in named_in(ast.parse((ROOT / path).read_text(encoding="utf-8")))}
    assert found == set(ALLOWED)


def test_the_command_asks_the_folders_too() -> None:
    assert not WORDS.search((ROOT / "outset").read_text(encoding="utf-8"))


def test_a_module_that_names_one_is_found() -> None:
    for line in ("x = {'swift': 2}", "if name == 'python': pass", "KOTLIN_TESTS = 1", "path.endswith('.js')"):
        assert list(named_in(ast.parse(line))), line

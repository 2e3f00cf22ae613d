"""The rules of the house that no linter knows."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import outset
from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.tracked_files import tracked
from tests.support.waiting import LIMIT_SECONDS

# Programs there show what can go wrong, syntax included.
WRONG_ON_PURPOSE = ROOT / "tests/fixtures"
FILE_LINES = 300
FUNCTION_LINES = 50
FOLDER_MODULES = 15
# Name a file here only with the reason why it cannot be smaller.
LONGER_FILES: dict[str, str] = {}
# These may name the module: constants such as subprocess.PIPE, and pytest's own view of it.
MAY_NAME_SUBPROCESS = re.compile(r"subprocess\.(PIPE|DEVNULL|STDOUT|Popen\[|TimeoutExpired|CompletedProcess)")


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if not path.is_relative_to(WRONG_ON_PURPOSE)]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_a_file_whose_name_has_an_accent_is_under_the_rules_too(tmp_path: Path) -> None:
    process.run(["git", "init", "-q"], timeout_seconds=LIMIT_SECONDS, cwd=tmp_path)
    named = tmp_path / "año nuevo.py"
    named.touch()
    assert tracked("*.py", root=tmp_path) == [named]


def test_no_file_is_over_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked("*.py", "*.sh", "outset", "*.js", "*.mjs", "*.css", "*.html", "*.yml")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert {name for name in long if name not in LONGER_FILES} == set(), long


def test_no_function_is_over_50_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length}"
        for path in sources()
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []


def test_no_folder_holds_over_15_modules() -> None:
    counted = Counter(path.parent for path in sources() if path.name != "__init__.py")
    assert {str(folder): count for folder, count in counted.items() if count > FOLDER_MODULES} == {}


def test_a_path_of_the_protocol_stands_in_its_one_module_alone() -> None:
    one = ROOT / "kiosk_agent/protocol/paths.py"
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path not in (one, Path(__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("/v1")
    ]
    assert elsewhere == []


def test_only_process_py_starts_a_process() -> None:
    # A harness runs alone in the jail, with nothing of kiosk_agent beside it.
    allowed = {ROOT / "kiosk_agent/process.py", ROOT / "kiosk_agent/toolchains/swift/harness/programs.py"}
    starts = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if path not in allowed and "tests" not in path.relative_to(ROOT).parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(subprocess\.\w+|os\.(system|popen|exec\w*|fork|posix_spawn)|pty\.spawn)\b", line)
        and not MAY_NAME_SUBPROCESS.search(line)
    ]
    assert starts == []


def test_nothing_swallows_every_exception() -> None:
    swallowed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert swallowed == []


def test_tests_wait_on_conditions_and_skip_nothing() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in tracked("tests/**/*.py")
        # What a jail is given to run is no test of ours.
        if path != Path(__file__) and not path.is_relative_to(ROOT / "tests/fixtures")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"pytest\.(skip|importorskip|xfail)|mark\.(skip|skipif|xfail)", line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "DECISIONS.md", "GLOSSARY.md", "CONTRIBUTING.md"])
def test_links_in_the_documents_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    missing = [target for target in targets if "://" not in target and not (ROOT / target).exists()]
    assert missing == []


def test_no_document_names_a_command_that_does_not_exist() -> None:
    whole = {row.words for row in outset.rows() if row.module} | {("help",)}
    commands = {row.words for row in outset.rows()} | {(row.words[0], "") for row in outset.rows()}
    for path in tracked("*.md"):
        named = re.findall(r"`\./outset (\w+)(?: (\w+))?", path.read_text(encoding="utf-8"))
        # What follows a whole command is its own affair.
        missing = {words for words in named if words not in commands and (words[0],) not in whole}
        assert missing == set(), path.relative_to(ROOT)

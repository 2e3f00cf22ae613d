"""What of our programs goes on a kiosk, and that it runs without the rest."""

import ast
import sys
from pathlib import Path

import pytest

from image.building.software import NEVER_ON_A_KIOSK, copy_programs
from kiosk_agent import process
from kiosk_agent.__main__ import PROGRAMS
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS

HOST = f"kiosk_agent.{'.'.join(NEVER_ON_A_KIOSK.parts)}"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as a kiosk has it."""
    folder = tmp_path_factory.mktemp("kiosk")
    copy_programs(ROOT / "kiosk_agent", folder / "kiosk_agent")
    return folder


def as_on_a_kiosk(programs: Path, *words: str, accept: tuple[int, ...] = (0,)) -> str:
    argv = [sys.executable, *words]
    environment = {"PYTHONPATH": str(programs)}
    return process.run(argv, timeout_seconds=LIMIT_SECONDS, cwd=programs, extra_environment=environment, accept=accept)


def test_what_only_developers_machines_need_stays_behind(programs: Path) -> None:
    assert (ROOT / "kiosk_agent" / NEVER_ON_A_KIOSK / "become.py").is_file()
    assert not (programs / "kiosk_agent" / NEVER_ON_A_KIOSK).exists()
    own = {path.relative_to(ROOT) for path in (ROOT / "kiosk_agent").rglob("*.py")}
    copied = {path.relative_to(programs) for path in programs.rglob("*.py")}
    assert {path for path in own - copied if not path.is_relative_to(Path("kiosk_agent") / NEVER_ON_A_KIOSK)} == set()


def test_each_program_of_a_kiosk_starts_without_it(programs: Path) -> None:
    loading = f"import importlib, sys; [importlib.import_module(name) for name in {list(PROGRAMS.values())}]"
    said = as_on_a_kiosk(programs, "-c", f"{loading}; print(sys.modules['kiosk_agent.runner.command'].__file__)")
    assert Path(said.strip()).is_relative_to(programs)


def test_no_module_that_is_there_names_it(programs: Path) -> None:
    for path in programs.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in named if name.startswith(HOST)], path


def test_runner_of_a_kiosk_serves_under_its_own_account_alone(programs: Path, tmp_path: Path) -> None:
    settings = str(tmp_path / "kiosk.toml")
    start = "import sys; from kiosk_agent.__main__ import main; sys.stderr = sys.stdout; sys.exit(main(sys.argv[1:]))"
    said = as_on_a_kiosk(programs, "-c", start, "runner", "--settings", settings, accept=(2,))
    assert "account of its own" in said
    assert "next: " in said

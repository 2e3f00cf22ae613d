from pathlib import Path

import pytest

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.host import toolchain_tree
from kiosk_agent.runner.host.toolchain_tree import ToolchainTree, tree_of

POLICY = """
like = "python"
command = ["/bin/sh", "{results}"]
needs = ["%s"]
[limits]
wall_seconds = 1.0
cpu_seconds = 1
memory_bytes = 67108864
address_space_bytes = 134217728
processes = 4
output_bytes = 1000
file_bytes = 1000
open_files = 16
"""


def policies(folder: Path, needed: Path) -> Path:
    (folder / "toolchains").mkdir()
    (folder / "toolchains/cobol.toml").write_text(POLICY % needed)
    return folder


def test_machine_that_has_the_toolchain_needs_no_tree(tmp_path: Path) -> None:
    assert tree_of(policies(tmp_path, Path("/bin/sh")), "cobol") is None
    assert tree_of(tmp_path, "nobody-knows") is None


def test_missing_toolchain_without_a_tree_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain_tree, "CURRENT", tmp_path / "none")
    with pytest.raises(JailUnavailable, match="/opt/cobc is not installed") as refused:
        tree_of(policies(tmp_path, Path("/opt/cobc")), "cobol")
    assert "./outset image toolchains" in refused.value.hint


def test_tree_is_taken_when_it_has_what_is_missing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain_tree, "CURRENT", tmp_path)
    (tmp_path / "libraries").mkdir()
    (tmp_path / "root/opt").mkdir(parents=True)
    with pytest.raises(JailUnavailable, match="neither here nor in"):
        tree_of(policies(tmp_path, Path("/opt/cobc")), "cobol")
    (tmp_path / "root/opt/cobc").touch()
    tree = tree_of(tmp_path, "cobol")
    assert tree == ToolchainTree(tmp_path / "root", tmp_path / "libraries")


def test_command_inside_comes_after_all_that_is_mounted(tmp_path: Path) -> None:
    words = ToolchainTree(tmp_path, tmp_path).entering(["run", "--"], home=Path("/home/x"), visible=[Path("/a b")])
    mounted = words[words.index("sh", 1) + 1 :]
    assert mounted == [str(tmp_path), "/home/x", str(toolchain_tree.CHECKOUT), "/a b", "--", "run", "--"]

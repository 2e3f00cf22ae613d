"""The tree of toolchains has what every toolchain's policy asks for, and is what jails are known to run in."""

import pwd
from pathlib import Path

import pytest

from image import trees
from image.extensions import toolchain_tree
from image.extensions.toolchain_tree import ACCOUNT, CURRENT
from kiosk_agent import process
from kiosk_agent.runner.host.become import python_as_ours
from kiosk_agent.runner.host.toolchain_tree import ToolchainTree
from kiosk_agent.toolchains.toolchain import load_toolchains
from tests.support.checkout import ROOT

SECONDS = 60


@pytest.fixture(scope="module")
def tree() -> ToolchainTree:
    return ToolchainTree(toolchain_tree.ready(), (CURRENT / "libraries").resolve())


@pytest.mark.parametrize("name", sorted(load_toolchains(ROOT / "policies")))
def test_every_toolchains_programs_are_in_the_tree(tree: ToolchainTree, name: str) -> None:
    toolchain = load_toolchains(ROOT / "policies")[name]
    for program in (toolchain.program, *map(Path, toolchain.needs)):
        said = trees.run_in(tree.root, ["readlink", "-e", program], timeout_seconds=SECONDS)
        assert said.strip(), program


def test_account_has_the_same_number_inside(tree: ToolchainTree) -> None:
    here = pwd.getpwnam(ACCOUNT)
    said = trees.run_in(tree.root, ["getent", "passwd", ACCOUNT], timeout_seconds=SECONDS)
    assert said.split(":")[2:4] == [str(here.pw_uid), str(here.pw_gid)]
    assert said.strip().endswith("/usr/sbin/nologin")


def test_checkout_in_roots_home_is_reached(tree: ToolchainTree) -> None:
    reach = "import os; os.listdir('/root'); print('reached')"
    assert process.run(python_as_ours(["-c", reach], tree=tree), timeout_seconds=SECONDS) == "reached\n"


def test_our_libraries_are_the_trees_pythons(tree: ToolchainTree) -> None:
    words = ["env", f"PYTHONPATH={ROOT}:/mnt", "python3", "-c", "import kiosk_agent.runner.runner"]
    trees.run_in(tree.root, words, timeout_seconds=SECONDS, bind=[ROOT, (tree.libraries, Path("/mnt"))])


def test_no_program_of_the_tree_but_firejail_and_debians_own_is_setuid(tree: ToolchainTree) -> None:
    found = trees.run_in(
        tree.root, ["find", "/usr", "-xdev", "-perm", "/6000", "-type", "f", "-printf", "%f\n"], timeout_seconds=SECONDS
    )
    debians_own = {"mount", "umount", "su", "passwd", "chsh", "chfn", "newgrp", "gpasswd", "chage", "expiry"}
    assert set(found.split()) - debians_own - {"unix_chkpwd", "ssh-keysign"} == {"firejail"}

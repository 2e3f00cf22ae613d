"""Jails of a toolchain that this machine lacks: in the tree of Debian 13's toolchains, made on the way if need be."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from image.extensions import toolchain_tree
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.host.become import python_as_ours
from kiosk_agent.runner.host.toolchain_tree import ToolchainTree, tree_of
from tests.support.checkout import ROOT


@cache
def tree_for(toolchain: str) -> ToolchainTree | None:
    """Return the tree to run a toolchain in, or None where this machine has it."""
    try:
        return tree_of(ROOT / "policies", toolchain)
    except JailUnavailable:
        # No test of a toolchain is left out for want of it: made once, in a few minutes.
        toolchain_tree.ready()
        return tree_of(ROOT / "policies", toolchain)


def as_account_of(toolchain: str, words: Sequence[str | Path], *, visible: Sequence[Path] = ()) -> list[str]:
    """Return the command that runs a Python program as the account that may have jails, where the toolchain is."""
    return python_as_ours([str(word) for word in words], tree=tree_for(toolchain), visible=visible)

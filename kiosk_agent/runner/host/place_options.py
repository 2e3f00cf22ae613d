"""Where the commands find the policies and the libraries: named, or those of the checkout."""

import argparse
from pathlib import Path

from kiosk_agent.runner.host.toolchain_tree import CHECKOUT

KIOSK = Path("/usr/share/outset")


def add_place_options(parser: argparse.ArgumentParser) -> None:
    """Add --policies and --node-modules."""
    is_checkout = (CHECKOUT / "policies").is_dir()
    policies = CHECKOUT / "policies" if is_checkout else KIOSK / "policies"
    node_modules = CHECKOUT / "build/npm/node_modules" if is_checkout else KIOSK / "node_modules"
    parser.add_argument("--policies", type=Path, default=policies, help="folder of policies (default: this checkout's)")
    parser.add_argument("--node-modules", type=Path, default=node_modules, help="what npm has for harnesses")


def chosen_places(chosen: argparse.Namespace) -> tuple[Path, Path]:
    """Return the folders of policies and of npm's libraries that the options name."""
    return chosen.policies, chosen.node_modules

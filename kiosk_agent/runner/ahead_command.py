"""`python -m kiosk_agent ahead NAME…`: what toolchains make ahead, made where a kiosk looks for it.

Run as root where the signed disk of toolchains is made, in a tree that has the kiosk's programs at the kiosk's paths.
"""

from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.making_ahead import SHIPPED, make_in
from kiosk_agent.toolchains.facts import FOLDER as TOOLCHAINS
from kiosk_agent.toolchains.toolchain import load_toolchains


def main(arguments: Sequence[str]) -> int:
    """Fill a folder for each; 0 then. Raises OutsetError."""
    parser = CommandParser(prog="python -m kiosk_agent ahead")
    parser.add_argument("names", nargs="+", help="toolchains, as in policies/toolchains")
    parser.add_argument("--policies", type=Path, required=True, help="folder of policies")
    chosen = parser.parse_args(arguments)
    toolchains = load_toolchains(chosen.policies)
    for name in chosen.names:
        if name not in toolchains:
            raise JailUnavailable(f"there is no toolchain {name}", hint=f"name one of: {', '.join(sorted(toolchains))}")
        toolchain = toolchains[name]
        folder = SHIPPED / name
        folder.mkdir(parents=True)
        make_in(toolchain, TOOLCHAINS / toolchain.facts.harness / "harness", folder)
    return 0

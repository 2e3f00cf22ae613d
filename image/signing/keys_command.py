"""`./outset image keys`: the Secure Boot keys of this site, made if need be."""

from collections.abc import Sequence

from image.signing.keys import NAMES, SecureBootKeys
from image.tools import Tools
from kiosk_agent.command_line import CommandParser


def main(arguments: Sequence[str]) -> int:
    """Print where the keys are and the fingerprint of each."""
    parser = CommandParser(prog="./outset image keys", description="Make this site's Secure Boot keys.")
    parser.parse_args(arguments)
    tools = Tools.ready()
    keys = SecureBootKeys.ready(tools)
    print(f"{keys.folder} (secret: whoever has it signs images that your kiosks start)")
    for name, fingerprint in keys.fingerprints(tools).items():
        print(f"{name:<4} {NAMES[name]:<18} {fingerprint}")
    return 0

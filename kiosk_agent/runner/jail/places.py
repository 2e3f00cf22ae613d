"""Where a jail finds its parts: on a kiosk as they are installed. A checkout's are copied first (runner/host)."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.toolchains.facts import FOLDER as TOOLCHAINS

READ_ONLY_SYSTEM = Path("/usr")
"""Outside of it the jail cannot look, but for the home of the account that runs jails."""


@dataclass(frozen=True)
class Places:
    """Where the jail finds its parts. All are readable by the jail, none is writable."""

    policies: Path
    toolchains: Path
    """Folder with one folder a toolchain, and its harness in that."""
    node_modules: Path
    home: Path
    """Home of the account that runs jails; empty in the jail but for the places above."""

    def harness_of(self, name: str) -> Path:
        """Return the folder of the harness that the toolchain `name` brings."""
        return self.toolchains / name / "harness"


def own_home() -> Path:
    """Return the home of this process's account."""
    return Path(pwd.getpwuid(os.getuid()).pw_dir)


def installed_places(policies: Path, node_modules: Path) -> Places:
    """Return the places of a kiosk, where all of ours is installed. Raises JailUnavailable."""
    try:
        toolchains, modules = TOOLCHAINS.resolve(strict=True), node_modules.resolve(strict=True)
        places = Places(policies.resolve(strict=True), toolchains, modules, own_home())
    except OSError as error:
        hint = "put back the kiosk's signed image: what it came with is not there"
        raise JailUnavailable(f"the jail's parts are not there: {error}", hint=hint) from error
    for part in (toolchains, modules):
        if not part.is_relative_to(READ_ONLY_SYSTEM):
            hint = "in a checkout, run: ./outset kiosk runner, which copies them to where it can"
            raise JailUnavailable(f"the jail cannot read {part}", hint=hint)
    return places

"""The policies that attacks are run under: the product's own, and beside them the test-only toolchains."""

import re
import shutil
from pathlib import Path

from tests.support.attacks.attack_file import PROGRAMS

READ_ONLY_SYSTEM = Path("/usr")
SHARED = "/tmp"  # noqa: S108 - a jail may be given what is there, and may run it
# A compiler keeps the time that it is given.
SHORTENED = ("javascript", "native", "python", "shell")
_WALL_SECONDS = re.compile(r"^wall_seconds = .*$", re.MULTILINE)


def prepare_policies(policies: Path, into: Path, native: Path | None, wall_seconds: float) -> Path:
    """Return a copy of `policies` in `into` with shell and machine code as further toolchains.

    `native` is where a jail sees the binary. Only the wall time differs from the product's, where nothing is compiled.
    """
    prepared = into / "policies"
    prepared.mkdir()
    # Accounts of jails read the profile, however careful this one is with what it makes.
    prepared.chmod(0o755)
    shutil.copytree(policies / "firejail", prepared / "firejail")
    shutil.copytree(policies / "toolchains", prepared / "toolchains")
    limits = (policies / "toolchains/python.toml").read_text(encoding="utf-8").partition("[limits]")
    for own in sorted((PROGRAMS / "policies").glob("*.toml")):
        text = own.read_text(encoding="utf-8")
        if "@NATIVE@" in text:
            if native is None:
                continue
            text = text.replace("@NATIVE@", str(native))
        (prepared / "toolchains" / own.name).write_text(text + "".join(limits[1:]), encoding="utf-8")
    for name in SHORTENED:
        path = prepared / "toolchains" / f"{name}.toml"
        if not path.exists():
            continue
        text, count = _WALL_SECONDS.subn(f"wall_seconds = {wall_seconds:.1f}", path.read_text(encoding="utf-8"))
        assert count == 1, path
        path.write_text(text, encoding="utf-8")
    return prepared


def visible(native: Path, folder: Path) -> Path:
    """Return where a jail can see and run `native`: where it is under /usr, or a copy in `folder`, under /tmp."""
    if native.is_relative_to(READ_ONLY_SYSTEM):
        return native
    copy = folder / native.name
    shutil.copy(native, copy)
    copy.chmod(0o755)
    return copy

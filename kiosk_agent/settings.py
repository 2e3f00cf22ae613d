"""The kiosk's settings: one TOML file, parsed once, at the edge."""

from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, HttpUrl

from kiosk_agent.parsing import parsed, read_toml

KERNEL_COMMAND_LINE = Path("/proc/cmdline")
# Any of these on the signed kernel command line gives somebody a way in, so the screen must say so.
DEVELOPMENT_MARKS = ("outset.development", "systemd.debug_shell", "systemd.debug-shell")


class KioskSettings(BaseModel):
    """Where things are on this kiosk, and which server it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_url: HttpUrl
    ca_path: Path
    """PEM of the site's own certificate authority: the only one the kiosk trusts."""
    built_at: AwareDatetime
    """The floor of the kiosk's clock: it is never earlier than this."""
    state_path: Path
    """Folder of the agent alone: device key, outbox, last time seen."""
    agent_socket: Path
    """Where the agent listens for the tutor."""
    runner_socket: Path
    """Where the runner listens for the tutor."""
    tracks_path: Path
    """Folder of track bundles (no exemplars)."""
    policies_path: Path
    """Folder with firejail/ and toolchains/."""
    node_modules_path: Path
    """Folder that holds what npm has for harnesses, locked."""
    tutor_account: str
    """The account whose processes may talk to the agent and the runner."""
    power_path: Path | None = None
    """Folder in which the machine's own service manager looks for the agent's word that it is to restart, or to be
    switched off. None where nobody looks: such a machine never says that it can."""
    kiosk_name: str = ""
    """A name to propose at enrolment; the trainer may change it."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Parse `path`. Raises SettingsInvalid."""
        wrong, hint = "is not a kiosk's settings", "build the image again"
        said = read_toml(path, wrong, hint=hint, unread_hint="name the file with --settings")
        return parsed(cls, said, path, wrong, hint=hint)


def is_development(command_line: Path = KERNEL_COMMAND_LINE) -> bool:
    """Tell whether the kernel was started in a way that a production kiosk never is."""
    words = command_line.read_text(encoding="utf-8", errors="replace").split()
    return any(word.split("=")[0] in DEVELOPMENT_MARKS for word in words)

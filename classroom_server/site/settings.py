"""Where a classroom server keeps everything: one folder."""

from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.protocol.paths import DEFAULT_PORT

TRACKS_FOLDER = Path(__file__).parents[1] / "tracks"


@dataclass(frozen=True)
class ServerSettings:
    """Facts that do not change while the server runs."""

    folder: Path
    host: str = "0.0.0.0"  # noqa: S104 - kiosks reach it over the classroom's own network
    port: int = DEFAULT_PORT
    tracks_folder: Path = TRACKS_FOLDER

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        return self.folder / "classroom.sqlite"

    @property
    def in_use_path(self) -> Path:
        """There once the database was made: without it, a database that is gone would be made anew, and empty."""
        return self.secrets_folder / "in-use"

    @property
    def secrets_folder(self) -> Path:
        """Private keys: 0700, each file 0600."""
        return self.folder / "secrets"

    @property
    def ca_path(self) -> Path:
        """The site's CA certificate: public, and the only one that kiosks trust."""
        return self.folder / "ca.pem"

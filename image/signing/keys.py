"""Secure Boot keys of a development site: made on first use, under build/site/keys, and never committed."""

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from image.paths import KEYS
from image.progress import kept, step
from image.tools import Tools

# Who may replace the keys, who may replace what is signed, and what is signed with.
NAMES = {"PK": "platform key", "KEK": "key exchange key", "db": "signing key"}
VALID_DAYS = 3650
OVMF_VARS = "/usr/share/OVMF/OVMF_VARS_4M.fd"


@dataclass(frozen=True)
class SecureBootKeys:
    """A site's keys and certificates, in PEM."""

    folder: Path

    @property
    def signing_key(self) -> Path:
        """What boot loaders and kernels are signed with. Secret."""
        return self.folder / "db.key"

    @property
    def signing_certificate(self) -> Path:
        """What firmware checks signatures against."""
        return self.folder / "db.pem"

    def certificate(self, name: str) -> Path:
        """Return the certificate of one of NAMES."""
        return self.folder / f"{name}.pem"

    @property
    def owner(self) -> str:
        """GUID under which firmware lists the keys."""
        return (self.folder / "owner").read_text(encoding="ascii").strip()

    @classmethod
    def ready(cls, tools: Tools, folder: Path = KEYS) -> "SecureBootKeys":
        """Return the keys of `folder`, made if it is empty."""
        keys = cls(folder)
        if (folder / "owner").exists():
            kept("Secure Boot keys of this site")
            return keys
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with step("Secure Boot keys of this site"):
            for name, meaning in NAMES.items():
                _make(tools, folder, name, meaning)
            # Last, so that keys half made are made again.
            (folder / "owner").write_text(f"{uuid.uuid4()}\n", encoding="ascii")
        return keys

    def fingerprints(self, tools: Tools) -> dict[str, str]:
        """Return the SHA-256 of each certificate, to compare with what a machine's firmware shows."""
        show = ("openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in")
        return {name: tools.run([*show, self.certificate(name)]).strip().partition("=")[2] for name in NAMES}

    def enrol(self, tools: Tools, destination: Path) -> None:
        """Write firmware variables for the emulator with these keys in them and Secure Boot on."""
        owner = self.owner
        tools.run(
            [
                *("virt-fw-vars", "--input", OVMF_VARS, "--output", destination),
                *("--set-pk", owner, self.certificate("PK")),
                *("--add-kek", owner, self.certificate("KEK")),
                *("--add-db", owner, self.certificate("db")),
                "--secure-boot",
            ]
        )


def _make(tools: Tools, folder: Path, name: str, meaning: str) -> None:
    secret = folder / f"{name}.key"
    secret.unlink(missing_ok=True)
    # There before openssl writes to it, so that nobody else could ever read it.
    os.close(os.open(secret, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    tools.run(
        [
            *("openssl", "req", "-new", "-x509", "-newkey", "rsa:2048", "-sha256", "-nodes", "-days", str(VALID_DAYS)),
            *("-subj", f"/CN=Outset development {meaning}/", "-keyout", secret, "-out", folder / f"{name}.pem"),
        ]
    )

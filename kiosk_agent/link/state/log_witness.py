"""The newest head of the server's log that this kiosk was given: kept over power cuts, and shown at the next link."""

import base64
import logging
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk_agent.errors import StorageFull
from kiosk_agent.files import write_durably
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.identity import from_base64url
from kiosk_agent.protocol.log_head import LogHead, signed_content

logger = logging.getLogger(__name__)
HEAD_FILE = "log-head.json"
STORE_EVERY_SECONDS = 60.0


class LogWitness:
    """Remembers one head."""

    def __init__(self, folder: Path, boot: Boot) -> None:
        self._path = folder / HEAD_FILE
        self._boot = boot
        self.head = self._read()
        self._stored = self.head
        self._stored_at: float | None = None

    def take(self, said: str, lease_public_key: str) -> None:
        """Keep a head that the server said, if it is signed as leases are.

        Also one of a lower row: the one before was shown when this link began, and a backup may have been restored.
        """
        try:
            head = LogHead.model_validate_json(said)
            key = Ed25519PublicKey.from_public_bytes(from_base64url(lease_public_key))
            key.verify(base64.b64decode(head.signature), signed_content(head.sequence, head.row_hash))
        except (ValidationError, ValueError, InvalidSignature):
            logger.warning("the server sent a head of its log that it has not signed")
            return
        self.head = head

    def store(self) -> None:
        """Put it on the disk, at most once a minute. A full disk is logged and passed over."""
        seconds = self._boot.seconds()
        is_early = self._stored_at is not None and seconds - self._stored_at < STORE_EVERY_SECONDS
        if self.head is None or self.head == self._stored or is_early:
            return
        self._stored, self._stored_at = self.head, seconds
        try:
            write_durably(self._path, self.head.model_dump_json().encode())
        except StorageFull as error:
            logger.warning("the head of the server's log is not stored: %s", error.message)

    def _read(self) -> LogHead | None:
        try:
            return LogHead.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError):
            logger.warning("%s cannot be read: the next head of the server's log takes its place", self._path)
            return None

"""What an agent that crashed leaves for the next one of the same boot. After a power cut there is nothing of it."""

import logging
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk_agent.errors import StorageFull
from kiosk_agent.files import write_durably
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import Anchor
from kiosk_agent.link.state.lease import Holding
from kiosk_agent.link.state.signed_in import SignedInLearner

logger = logging.getLogger(__name__)
# Beside the socket, in /run: memory, not disk. The boot id makes it void wherever that folder survives a power cut.
MEMORY_FILE = "agent-memory.json"


class Memory(BaseModel):
    """The state of one boot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    boot_id: str
    anchor: Anchor | None = None
    holding: Holding | None = None
    signed_in: SignedInLearner | None = None

    @classmethod
    def load(cls, folder: Path, boot: Boot) -> Self:
        """Return what an earlier agent of `boot` kept; nothing, when the machine was started anew since."""
        try:
            kept = cls.model_validate_json((folder / MEMORY_FILE).read_bytes())
        except FileNotFoundError:
            return cls(boot_id=boot.id)
        except (ValidationError, OSError):
            logger.warning("what the last agent kept in %s cannot be read: this kiosk starts locked", folder)
            return cls(boot_id=boot.id)
        return kept if kept.boot_id == boot.id else cls(boot_id=boot.id)

    def store(self, folder: Path) -> None:
        """Keep it. A folder that is full is logged and passed over: a crash would then lock the kiosk, no more."""
        try:
            write_durably(folder / MEMORY_FILE, self.model_dump_json().encode())
        except StorageFull as error:
            logger.warning("%s", error.message)

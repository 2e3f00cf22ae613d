"""What an agent that crashed leaves for the next one of the same boot. After a power cut there is nothing of it."""

import logging
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from typing_extensions import override

from kiosk_agent.errors import StorageFull
from kiosk_agent.files import remove_unfinished, write_in_memory
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import Anchor
from kiosk_agent.link.state.lease import Holding
from kiosk_agent.link.state.orders import HeldOrders
from kiosk_agent.link.state.signed_in import SignedInLearner
from kiosk_agent.protocol.sessions import KeptDraft

logger = logging.getLogger(__name__)


class _BootMemory(BaseModel):
    """A file beside the socket, in /run: memory, not disk. The boot id makes it void where that folder survives."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    FILE: ClassVar[str]
    boot_id: str

    @classmethod
    def load(cls, folder: Path, boot: Boot) -> Self:
        """Return what an earlier agent of `boot` kept; nothing, when the machine was started anew since.

        What one that was killed had only half written goes: it may be a learner's work.
        """
        try:
            remove_unfinished(folder, cls.FILE)
            kept = cls.model_validate_json((folder / cls.FILE).read_bytes())
        except FileNotFoundError:
            return cls(boot_id=boot.id)
        except (ValidationError, OSError):
            logger.warning("%s of the last agent cannot be read in %s: this one does without", cls.FILE, folder)
            return cls(boot_id=boot.id)
        return kept if kept.boot_id == boot.id else cls(boot_id=boot.id)

    def store(self, folder: Path) -> None:
        """Keep it. A folder that is full is logged and passed over: a crash would then lock the kiosk, no more."""
        path = folder / self.FILE
        try:
            write_in_memory(path, self.model_dump_json().encode())
        except StorageFull as error:
            logger.warning("%s", error.message)
            # What stays there must not bring back who has signed out since.
            if self.load(folder, Boot(id=self.boot_id)).open_for != self.open_for:
                path.unlink(missing_ok=True)

    @property
    def open_for(self) -> str:
        """The sign-in that the next agent goes on with, or nothing."""
        raise NotImplementedError


class Memory(_BootMemory):
    """The state of one boot: small, for it is written at every change."""

    FILE = "agent-memory.json"

    anchor: Anchor | None = None
    holding: Holding | None = None
    orders: HeldOrders | None = None
    signed_in: SignedInLearner | None = None

    @property
    @override
    def open_for(self) -> str:
        if self.signed_in is None or self.signed_in.closing_at is not None:
            return ""
        return self.signed_in.sign_in.sign_in_id


class DraftMemory(_BootMemory):
    """The drafts of who is signed in, the server's among them: without a cable nobody else here has those."""

    FILE = "agent-drafts.json"

    sign_in_id: str = ""
    drafts: tuple[KeptDraft, ...] = ()

    @property
    @override
    def open_for(self) -> str:
        return self.sign_in_id

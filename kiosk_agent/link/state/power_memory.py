"""Which order to restart or to switch off this kiosk took last: on the disk before it goes down, so it goes once."""

import logging
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk_agent.files import write_durably
from kiosk_agent.protocol.acts.orders import PowerOrder

logger = logging.getLogger(__name__)
TAKEN_FILE: Final = "power.json"


class TakenOrder(BaseModel):
    """An order that was taken, and the start of the machine in which it was."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    act_id: str
    sequence: int
    """Of the server's word that asked for it. Words that are not newer ask for nothing any more."""
    boot_id: str
    is_told: bool = False
    """Whether the event that says so is on the disk."""
    goes_until: float | None = None
    """Seconds of the boot clock until which this machine goes off, whatever is asked by then: it has said that it does.
    """

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Return the last one. What cannot be read is as none: it may cost one restart more, and never a second."""
        try:
            return cls.model_validate_json((folder / TAKEN_FILE).read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError):
            logger.warning("the order that was taken last cannot be read")
            return None

    def store(self, folder: Path) -> None:
        """Put it on the disk. Raises StorageFull."""
        write_durably(folder / TAKEN_FILE, self.model_dump_json(exclude_none=True).encode())

    def is_promised(self, boot_id: str, boot_seconds: float) -> bool:
        """Tell whether the machine has said that it goes off and, in this same start of it, is up still."""
        return self.boot_id == boot_id and self.goes_until is not None and boot_seconds < self.goes_until

    def allows(self, order: PowerOrder, sequence: int, boot_id: str) -> bool:
        """Tell whether an order is still to be carried out, though this one was taken.

        The same is, in the same start of the machine: it has not gone down yet. Another is if it is newer.
        """
        return self.boot_id == boot_id if order.act_id == self.act_id else sequence > self.sequence

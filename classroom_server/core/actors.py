"""Who acts in a transaction, and in which roles: every change is somebody's."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class ActorKind(StrEnum):
    """Who can act."""

    ACCOUNT = "account"
    KIOSK = "kiosk"
    COMMAND = "command"
    """Somebody at the server's own command line."""
    CLOCK = "clock"
    """The server itself, because a time came."""
    NOBODY = "nobody"
    """Somebody not known yet: a log-in or an enrolment. Whoever only reads, too."""


class StaffRole(StrEnum):
    """What somebody is here for; core/permissions.py says what each may do."""

    TRAINER = "trainer"
    OWNER = "owner"
    """Whoever has the server's folder, and so its command line."""


@dataclass(frozen=True)
class Actor:
    """Who acts in a transaction. Written as "kind:id"."""

    kind: ActorKind
    actor_id: str = ""
    roles: tuple[StaffRole, ...] = ()

    @classmethod
    def account(cls, account_id: str, roles: tuple[StaffRole, ...] = ()) -> Self:
        """Return somebody who has an account as the actor."""
        return cls(ActorKind.ACCOUNT, account_id, roles)

    @classmethod
    def kiosk(cls, kiosk_id: str) -> Self:
        """Return a kiosk as the actor."""
        return cls(ActorKind.KIOSK, kiosk_id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.actor_id}" if self.actor_id else str(self.kind)


COMMAND = Actor(ActorKind.COMMAND, roles=(StaffRole.OWNER,))
CLOCK = Actor(ActorKind.CLOCK)
NOBODY = Actor(ActorKind.NOBODY)

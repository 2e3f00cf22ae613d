"""The kiosks that a form of a room's page names, each with who was signed in there when the page showed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Form

SEEN: Final = ":"
"""Between a kiosk and the sign-in that was seen there."""


@dataclass(frozen=True)
class KiosksTicked:
    """None are all of the room."""

    kiosk_ids: list[str]
    seen: Mapping[str, str]
    """Kiosk -> sign-in, of those at which somebody was. A tick may be older than who sits there now."""


def _chosen(kiosk_ids: Annotated[list[str], Form(default_factory=list)]) -> KiosksTicked:
    named = [each.partition(SEEN) for each in kiosk_ids]
    return KiosksTicked(
        [kiosk_id for kiosk_id, _, _ in named],
        {kiosk_id: sign_in_id for kiosk_id, _, sign_in_id in named if sign_in_id},
    )


ChosenKiosks = Annotated[KiosksTicked, Depends(_chosen)]

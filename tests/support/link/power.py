"""A machine that is asked to restart or to go off, and what the server hears of it."""

from pathlib import Path
from typing import Final

from classroom_server.acts import machine_acts
from classroom_server.acts import service as acts
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.acts.orders import ActKind
from kiosk_agent.protocol.local import Condition, KioskState
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER

ASKED_BY: Final = {ActKind.RESTART: "restart", ActKind.POWER_OFF: "power-off"}


def ask(room: LinkRoom, kind: ActKind) -> str:
    with room.classroom.database.write(TRAINER) as work:
        return machine_acts.ask_power(work, room.first_room_id(), (), kind).act_id


def outcomes(room: LinkRoom, act_id: str) -> list[str]:
    with room.classroom.database.read() as work:
        (act,) = [act for act in acts.listed(work, room.first_room_id()) if act.act_id == act_id]
        return [row.outcome for row in act.kiosks if row.outcome]


def down(house: KioskHouse, folder: Path) -> None:
    """Let the machine go down, and come up again when the agent is started next: /run is empty then."""
    house.cut_power()
    for asked in ASKED_BY.values():
        (folder / asked).unlink(missing_ok=True)


async def going(state_of: AgentClient, kind: ActKind) -> KioskState:
    return await until(state_of, lambda state: state.goes_down is kind and state.condition is Condition.LOCKED)

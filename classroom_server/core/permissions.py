"""Who may do what: the one table of acts and roles. Whatever staff can do names the permission that it needs."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from classroom_server.core.actors import Actor, StaffRole
from classroom_server.core.errors import NotAllowed


class Permission(StrEnum):
    """What an act needs. A route asks for it by `needs` (accounts/visitors.py), a service by `require`."""

    SEE_ROOM = "see_room"
    START_SESSION = "start_session"
    CHANGE_SESSION = "change_session"
    END_SESSION = "end_session"
    SEND_EVERYONE_OUT = "send_everyone_out"
    SAY_WHY_OUT = "say_why_out"
    SIGN_LEARNER_OUT = "sign_learner_out"
    SEE_SCREENS = "see_screens"
    ASK_ATTENTION = "ask_attention"
    SEND_MESSAGE = "send_message"
    OPEN_EXERCISE = "open_exercise"
    SHOW_TO_ALL = "show_to_all"
    CLAIM_HAND = "claim_hand"
    ANSWER_HAND = "answer_hand"
    RESOLVE_HAND = "resolve_hand"
    WAKE_KIOSKS = "wake_kiosks"
    RESTART_KIOSKS = "restart_kiosks"
    SWITCH_KIOSKS_OFF = "switch_kiosks_off"
    SEE_TIMETABLE = "see_timetable"
    CHANGE_TIMETABLE = "change_timetable"
    SEE_KIOSKS = "see_kiosks"
    OPEN_ENROLMENT = "open_enrolment"
    APPROVE_KIOSK = "approve_kiosk"
    REFUSE_KIOSK = "refuse_kiosk"
    RENAME_KIOSK = "rename_kiosk"
    PLACE_KIOSK = "place_kiosk"
    RETIRE_KIOSK = "retire_kiosk"
    ARRANGE_ROOMS = "arrange_rooms"
    SEE_LEARNERS = "see_learners"
    ADD_COHORT = "add_cohort"
    ADD_LEARNERS = "add_learners"
    CHANGE_LEARNER = "change_learner"
    SUSPEND_LEARNER = "suspend_learner"
    LIFT_SUSPENSION = "lift_suspension"
    GIVE_PINS = "give_pins"
    SEE_WORK = "see_work"
    TAKE_IN_WORK = "take_in_work"
    READ_LOG = "read_log"
    CREATE_ACCOUNT = "create_account"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of an act


_T, _O = StaffRole.TRAINER, StaffRole.OWNER
MAY: Final[Mapping[Permission, tuple[StaffRole, ...]]] = MappingProxyType({
    Permission.SEE_ROOM: (_T,),
    Permission.START_SESSION: (_T,),
    Permission.CHANGE_SESSION: (_T,),
    Permission.END_SESSION: (_T,),
    Permission.SEND_EVERYONE_OUT: (_T,),
    Permission.SAY_WHY_OUT: (_T,),
    Permission.SIGN_LEARNER_OUT: (_T,),
    Permission.SEE_SCREENS: (_T,),
    Permission.ASK_ATTENTION: (_T,),
    Permission.SEND_MESSAGE: (_T,),
    Permission.OPEN_EXERCISE: (_T,),
    Permission.SHOW_TO_ALL: (_T,),
    Permission.CLAIM_HAND: (_T,),
    Permission.ANSWER_HAND: (_T,),
    Permission.RESOLVE_HAND: (_T,),
    Permission.WAKE_KIOSKS: (_T,),
    Permission.RESTART_KIOSKS: (_T,),
    Permission.SWITCH_KIOSKS_OFF: (_T,),
    Permission.SEE_TIMETABLE: (_T,),
    Permission.CHANGE_TIMETABLE: (_T,),
    Permission.SEE_KIOSKS: (_T,),
    Permission.OPEN_ENROLMENT: (_T,),
    Permission.APPROVE_KIOSK: (_T,),
    Permission.REFUSE_KIOSK: (_T,),
    Permission.RENAME_KIOSK: (_T,),
    Permission.PLACE_KIOSK: (_T,),
    Permission.RETIRE_KIOSK: (_T,),
    Permission.ARRANGE_ROOMS: (_T,),
    Permission.SEE_LEARNERS: (_T,),
    Permission.ADD_COHORT: (_T,),
    Permission.ADD_LEARNERS: (_T,),
    Permission.CHANGE_LEARNER: (_T,),
    Permission.SUSPEND_LEARNER: (_T,),
    Permission.LIFT_SUSPENSION: (_T,),
    Permission.GIVE_PINS: (_T,),
    Permission.SEE_WORK: (_T,),
    Permission.TAKE_IN_WORK: (_T,),
    Permission.READ_LOG: (_T,),
    Permission.CREATE_ACCOUNT: (_O,),
    Permission.RESET_PASSWORD: (_O,),
})  # fmt: skip
"""Which roles may do it."""


def may(roles: Iterable[StaffRole], permission: Permission) -> bool:
    """Tell whether one of these roles may do it."""
    return any(role in MAY[permission] for role in roles)


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[Permission]:
    """Return everything that these roles may do."""
    return frozenset(permission for permission in Permission if may(roles, permission))


def require(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor may do it: for services that commands and pages call alike."""
    if not may(actor.roles, permission):
        raise NotAllowed(permission)

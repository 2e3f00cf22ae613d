"""What staff can ask for learners: that they are signed out, with their work kept, and that an exercise is shown."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from classroom_server.acts import repository
from classroom_server.acts.schemas import Asked, Recipient
from classroom_server.acts.service import kiosks_chosen, learners_chosen, note_done, store_act
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission, require
from classroom_server.rooms import service as rooms
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.acts.orders import EXERCISE_SECONDS, ActKind, ActOutcome

EXERCISE_WAITS: Final = timedelta(seconds=EXERCISE_SECONDS)


def open_exercise(work: Work, room_id: str, kiosk_ids: Collection[str], track: str, exercise: str) -> Asked:
    """Have kiosks of a room, or all when none is named, show an exercise.

    To who is signed in there, else to who signs in within some minutes; after that whoever came back late has gone on.
    Raises NotAllowed, Refused (not_found, kiosks_missing).
    """
    require(work.actor, Permission.OPEN_EXERCISE)
    chosen = kiosks_chosen(work, room_id, kiosk_ids)
    here = {each.kiosk_id: each for each in repository.signed_in(work, chosen)}
    recipients = [here.get(kiosk_id, Recipient(kiosk_id)) for kiosk_id in chosen]
    content = {"track": track, "exercise": exercise}
    until_at, kind = work.now + EXERCISE_WAITS, ActKind.EXERCISE
    return store_act(work, room_id, kind, recipients, content, until_at, instead_of=[kind], **content)


def sign_out(work: Work, room_id: str, kiosk_ids: Collection[str]) -> Asked:
    """Sign out whoever is signed in at these kiosks of a room; never at all of them for want of a choice.

    Raises NotAllowed, Refused (not_found, kiosks_not_chosen, kiosks_missing, nobody_signed_in).
    """
    require(work.actor, Permission.SIGN_LEARNER_OUT)
    if not kiosk_ids:
        hint = "choose the kiosks; to sign out a whole room, end its session"
        raise Refused(RefusalCode.KIOSKS_NOT_CHOSEN, "no kiosk is chosen", hint=hint)
    recipients = learners_chosen(work, room_id, kiosk_ids)
    for each in recipients:
        sign_ins.end_by_staff(work, each.sign_in_id or "")
    return _ask(work, room_id, recipients)


def sign_one_out(work: Work, sign_in_id: str) -> bool:
    """Sign out one learner. False when they are out already. Raises NotAllowed, Refused (not_found)."""
    require(work.actor, Permission.SIGN_LEARNER_OUT)
    kiosk_id = sign_ins.kiosk_of(work, sign_in_id)
    if not sign_ins.end_by_staff(work, sign_in_id):
        return False
    place = rooms.place_of(work, kiosk_id)
    if place is not None:
        _ask(work, place.room_id, [Recipient(kiosk_id, sign_in_id)])
    return True


def _ask(work: Work, room_id: str, recipients: Sequence[Recipient]) -> Asked:
    return store_act(work, room_id, ActKind.SIGN_OUT, recipients, {}, None, instead_of=[ActKind.SIGN_OUT])


def note_signed_out(work: Work, kiosk_id: str, sign_in_id: str) -> None:
    """Take a kiosk's word that a sign-in has ended there as its answer: every image gives that."""
    for act_id in repository.asked_sign_outs(work, kiosk_id, sign_in_id):
        note_done(work, kiosk_id, act_id, ActOutcome.DONE)

"""What a refusal says to a trainer: what happened, then what to try."""

from classroom_server.core.errors import RefusalCode
from classroom_server.web.languages import Words
from kiosk_agent.protocol.acts.orders import MESSAGE_CHARACTERS
from kiosk_agent.protocol.acts.showing import SHOWN_CHARACTERS, SHOWN_LINES


def refusal_words(code: RefusalCode, _: Words) -> str:
    """Return the sentence for a refusal."""
    return (_of_lists(_) | _of_times(_) | _of_acts(_) | _of_hands(_))[code]


def _of_lists(_: Words) -> dict[RefusalCode, str]:
    return {
        RefusalCode.NOT_FOUND: _("It is not there any more. Somebody may have changed it: look at the list again."),
        RefusalCode.NAME_UNSUITABLE: _(
            "This name cannot be used. Write a shorter one, of letters, digits and blanks, on one line."
        ),
        RefusalCode.NAME_TAKEN: _("This name is taken. Choose another one."),
        RefusalCode.NUMBER_UNSUITABLE: _(
            "A learner number has 1 to 16 letters (A to Z), digits or hyphens. Write it again."
        ),
        RefusalCode.NUMBER_TAKEN: _("Another learner has this number. Look at the list, or choose another number."),
        RefusalCode.ROOMS_TOO_MANY: _("There are too many rooms. Give up one that is not used any more."),
        RefusalCode.ROOM_IN_USE: _("Kiosks stand in this room. Move them to another room, or retire them, first."),
        RefusalCode.LAST_ROOM: _("This is the only room. Add the other one first, or give this one another name."),
        RefusalCode.ROOM_HAS_SLOTS: _("This room has slots in the timetable. End them first."),
        RefusalCode.SEAT_UNSUITABLE: _("The plan has no such seat. Choose another one."),
        RefusalCode.SEAT_TAKEN: _("Another kiosk sits there. Choose a seat that is free."),
        RefusalCode.DATE_UNREADABLE: _("This cannot be read as a date. Write it as 31/12/2026 or as 2026-12-31."),
        RefusalCode.DATE_UNSUITABLE: _(
            "The day must come after today, and within ten years. Choose another one, or leave it empty."
        ),
        RefusalCode.PLAN_CHANGED: _(
            "Nothing was moved: a colleague changed the plan meanwhile. Look at it as it is now, and move it again."
        ),
        RefusalCode.COHORT_EMPTY: _("Nobody is in this cohort yet. Add learners first."),
    }


def _of_times(_: Words) -> dict[RefusalCode, str]:
    return {
        RefusalCode.MINUTES_UNSUITABLE: _("A session lasts from 1 to 720 minutes. Write a number in between."),
        RefusalCode.MINUTES_TOO_FEW: _("No minute would be left. To end it now, press End session."),
        RefusalCode.SESSION_ALREADY_OPEN: _("A session is already on. End it first."),
        RefusalCode.SESSION_ALREADY_ENDED: _("This session has ended already."),
        RefusalCode.SLOT_TIMES_UNSUITABLE: _(
            "A slot ends after it begins, at midnight at the latest, and lasts 12 hours at most. Write times as 09:30."
        ),
        RefusalCode.SLOT_OVERLAPS: _("The room has a slot at that time. Choose another time, or change that slot."),
        RefusalCode.SLOTS_TOO_MANY: _("This room has 200 slots. End some that are not used any more."),
        RefusalCode.WEEKDAY_MISSING: _("A slot is on a weekday. Tick one or more."),
        RefusalCode.DAYS_UNSUITABLE: _("The last day comes on the first or after it, from 2000 to 2199."),
        RefusalCode.WEEKDAY_OUTSIDE: _(
            "That weekday is not among these days. Choose a later last day, or another weekday."
        ),
        RefusalCode.HOLIDAYS_TOO_MANY: _("There are 400 holidays already. Take out those that are long over."),
    }


def _of_acts(_: Words) -> dict[RefusalCode, str]:
    return {
        RefusalCode.KIOSKS_MISSING: _("No kiosk that was chosen stands in this room. Choose again."),
        RefusalCode.KIOSKS_NOT_CHOSEN: _(
            "Choose the kiosks under “Only to some kiosks” first. To sign out the whole room, end its session."
        ),
        RefusalCode.SHOWING_UNSUITABLE: _(
            "What is shown to all has from 1 to %(number)s letters and signs, on %(lines)s lines at most: "
            "write something, or less.",
            number=SHOWN_CHARACTERS,
            lines=SHOWN_LINES,
        ),
        RefusalCode.EXERCISE_UNKNOWN: _("Choose an exercise of the list."),
        RefusalCode.NOBODY_AWAY: _("All of these kiosks answer: there is none to wake."),
        RefusalCode.NOBODY_SIGNED_IN: _("Nobody is signed in there. Wait until somebody is."),
        RefusalCode.OTHERS_SIGNED_IN: _(
            "Nothing was done: somebody else is signed in by now where you ticked. Look at the names, and press again."
        ),
        RefusalCode.ATTENTION_UNSUITABLE: _("Attention lasts from 1 to 60 minutes. Choose a number in between."),
        RefusalCode.MESSAGE_UNSUITABLE: _(
            "Choose a message of the list, or write one of up to %(number)s letters.", number=MESSAGE_CHARACTERS
        ),
        RefusalCode.ACT_OVER: _("It is over already. Ask anew."),
    }


def _of_hands(_: Words) -> dict[RefusalCode, str]:
    return {
        RefusalCode.HAND_DOWN: _("This hand is down already: the learner or a colleague took it down."),
        RefusalCode.HAND_CLAIMED: _("A colleague goes there already. Look at the next hand."),
        RefusalCode.ANSWER_UNSUITABLE: _("An answer is one line of 1 to 200 letters. Write it again."),
    }

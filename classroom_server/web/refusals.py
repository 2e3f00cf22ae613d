"""What a refusal says to a trainer: what happened, then what to try."""

from classroom_server.core.errors import RefusalCode
from classroom_server.web.languages import Words


def refusal_words(code: RefusalCode, _: Words) -> str:
    """Return the sentence for a refusal."""
    words = {
        RefusalCode.NOT_FOUND: _("It is not there any more. Somebody may have changed it: look at the list again."),
        RefusalCode.NAME_UNSUITABLE: _(
            "This name cannot be used. Write a shorter one, of letters, digits and blanks, on one line."
        ),
        RefusalCode.NAME_TAKEN: _("This name is taken. Choose another one."),
        RefusalCode.NUMBER_UNSUITABLE: _(
            "A learner number has 1 to 16 letters (A to Z), digits or hyphens. Write it again."
        ),
        RefusalCode.NUMBER_TAKEN: _("Another learner has this number. Look at the list, or choose another number."),
        RefusalCode.MINUTES_UNSUITABLE: _("A session lasts from 1 to 720 minutes. Write a number in between."),
        RefusalCode.ROOMS_TOO_MANY: _("There are too many rooms. Give up one that is not used any more."),
        RefusalCode.ROOM_IN_USE: _("Kiosks stand in this room. Move them to another room, or retire them, first."),
        RefusalCode.LAST_ROOM: _("This is the only room. Add the other one first, or give this one another name."),
        RefusalCode.SEAT_UNSUITABLE: _("The plan has no such seat. Choose another one."),
        RefusalCode.SEAT_TAKEN: _("Another kiosk sits there. Choose a seat that is free."),
        RefusalCode.DATE_UNSUITABLE: _(
            "The day must come after today, and within ten years. Choose another one, or leave it empty."
        ),
        RefusalCode.COHORT_EMPTY: _("Nobody is in this cohort yet. Add learners first."),
        RefusalCode.SESSION_ALREADY_OPEN: _("A session is already on. End it first."),
        RefusalCode.SESSION_ALREADY_ENDED: _("This session has ended already."),
    }
    return words[code]

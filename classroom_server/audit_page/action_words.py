"""The words of the audit log's page."""

from classroom_server.audit.schemas import Action
from classroom_server.core.actors import ActorKind
from classroom_server.web.languages import Words


def action_words(action: str, _: Words) -> str:
    """Return what was done; its own name for one that this version does not know."""
    return _all_actions(_).get(Action(action), action) if action in set(Action) else action


def actor_words(kind: str, _: Words) -> str:
    """Return who acted, for those who have no name."""
    words = {
        ActorKind.COMMAND: _("at the server"),
        ActorKind.CLOCK: _("the clock"),
        ActorKind.NOBODY: _("somebody not known"),
    }
    return words.get(ActorKind(kind), kind) if kind in set(ActorKind) else kind


def _all_actions(_: Words) -> dict[Action, str]:
    return _of_site_and_kiosks(_) | _of_lessons(_)


def _of_site_and_kiosks(_: Words) -> dict[Action, str]:
    return {
        Action.SITE_MADE: _("made the site's keys"),
        Action.SERVER_STARTED: _("started the server"),
        Action.CLOCK_SET: _("saw that the server's clock was set"),
        Action.BACKUP_MADE: _("made a backup"),
        Action.BACKUP_RESTORED: _("restored a backup"),
        Action.ACCOUNT_CREATED: _("created an account"),
        Action.PASSWORD_RESET: _("gave a one-time password"),
        Action.PASSWORD_CHANGED: _("changed the password"),
        Action.LOGGED_IN: _("signed in here"),
        Action.LOG_IN_REFUSED: _("was not let in here"),
        Action.LOGGED_OUT: _("signed out here"),
        Action.ACT_REFUSED: _("tried what this account may not do"),
        Action.ENROLMENT_OPENED: _("opened for new kiosks"),
        Action.ENROLMENT_CLOSED: _("closed for new kiosks"),
        Action.KIOSK_ENROLLED: _("asked for approval"),
        Action.KIOSK_FORGOTTEN: _("was forgotten: it had stopped asking"),
        Action.KIOSK_APPROVED: _("approved a kiosk"),
        Action.KIOSK_REFUSED: _("refused a kiosk"),
        Action.KIOSK_RENAMED: _("renamed a kiosk"),
        Action.FINGERPRINT_DIFFERED: _("typed words that are not the kiosk's"),
        Action.SCREEN_WATCHED: _("began to look at a kiosk's screen"),
        Action.SCREEN_LEFT: _("looked at a kiosk's screen no more"),
        Action.KIOSK_PLACED: _("put a kiosk in its place"),
        Action.KIOSK_RETIRED: _("retired a kiosk"),
        Action.KIOSK_REPLACED: _("put a kiosk in the place of another"),
        Action.ROOM_ADDED: _("added a room"),
        Action.ROOM_RENAMED: _("renamed a room"),
        Action.ROOM_ARRANGED: _("gave the kiosks of a room their seats"),
        Action.ROOM_GIVEN_UP: _("gave a room up"),
        Action.LOG_DIFFERED: _("found at its start that the log does not fit its seal"),
        Action.LOG_CONTRADICTED: _("keeps the seal of a row that the log does not hold"),
        Action.JAIL_FAULTED: _("could not run programs"),
        Action.KEY_TWOFOLD: _("saw two machines with one kiosk's key"),
    }


def _of_lessons(_: Words) -> dict[Action, str]:
    return {
        Action.COHORT_ADDED: _("added a cohort"),
        Action.LEARNER_ADDED: _("added a learner"),
        Action.LEARNER_MOVED: _("moved a learner to a cohort"),
        Action.LEARNER_SUSPENDED: _("suspended a learner"),
        Action.SUSPENSION_LIFTED: _("lifted a suspension"),
        Action.NUMBER_GIVEN: _("gave a learner a number"),
        Action.PIN_GIVEN: _("made a PIN slip"),
        Action.PIN_CHANGED: _("changed the PIN"),
        Action.SESSION_STARTED: _("started a session"),
        Action.SESSION_CHANGED: _("changed a session's end"),
        Action.SESSION_ENDED: _("ended a session"),
        Action.EVERYONE_SENT_OUT: _("sent everyone out of a room"),
        Action.REASON_GIVEN: _("said why everyone was sent out"),
        Action.SLOT_ADDED: _("added a slot to the timetable"),
        Action.SLOT_CHANGED: _("changed a slot of the timetable"),
        Action.SLOT_ENDED: _("ended a slot of the timetable"),
        Action.HOLIDAY_ADDED: _("added a holiday"),
        Action.HOLIDAY_ENDED: _("took a holiday out"),
        Action.SIGNED_IN: _("signed a learner in"),
        Action.SIGN_IN_REFUSED: _("refused a sign-in"),
        Action.SIGN_IN_ENDED: _("ended a sign-in"),
        Action.ATTEMPT_MADE: _("sent an attempt"),
        Action.HAND_CLAIMED: _("goes to a learner's hand"),
        Action.HAND_ANSWERED: _("answered a learner's hand"),
        Action.HAND_RESOLVED: _("took a learner's hand down"),
        Action.EVENTS_RECEIVED: _("sent events"),
        Action.EVENT_REFUSED: _("sent an event that was set aside"),
        Action.EVENT_TAKEN_IN: _("took in an event that was set aside"),
        Action.ACT_ASKED: _("asked something of kiosks"),
        Action.ACT_LENGTHENED: _("let what was asked of kiosks last longer"),
        Action.ACT_WITHDRAWN: _("took back what was asked of kiosks"),
        Action.ACT_DONE: _("did what was asked of it"),
    }

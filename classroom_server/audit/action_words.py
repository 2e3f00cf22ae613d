"""The words of the audit log's page."""

from classroom_server.audit.schemas import Act, ActorKind
from classroom_server.web.languages import Words


def act_words(act: str, _: Words) -> str:
    """Return what was done; the act's own name for one that this version does not know."""
    return _all_acts(_).get(Act(act), act) if act in set(Act) else act


def actor_words(kind: str, _: Words) -> str:
    """Return who acted, for those who have no name."""
    words = {
        ActorKind.COMMAND: _("at the server"),
        ActorKind.CLOCK: _("the clock"),
        ActorKind.NOBODY: _("somebody not known"),
    }
    return words.get(ActorKind(kind), kind) if kind in set(ActorKind) else kind


def _all_acts(_: Words) -> dict[Act, str]:
    return {
        Act.SITE_MADE: _("made the site's keys"),
        Act.SERVER_STARTED: _("started the server"),
        Act.ACCOUNT_CREATED: _("created an account"),
        Act.PASSWORD_RESET: _("gave a one-time password"),
        Act.PASSWORD_CHANGED: _("changed the password"),
        Act.LOGGED_IN: _("signed in here"),
        Act.LOG_IN_REFUSED: _("was not let in here"),
        Act.LOGGED_OUT: _("signed out here"),
        Act.KIOSK_ENROLLED: _("asked for approval"),
        Act.KIOSK_FORGOTTEN: _("was forgotten: it had stopped asking"),
        Act.KIOSK_APPROVED: _("approved a kiosk"),
        Act.KIOSK_REFUSED: _("refused a kiosk"),
        Act.KIOSK_RENAMED: _("renamed a kiosk"),
        Act.FINGERPRINT_DIFFERED: _("typed words that are not the kiosk's"),
        Act.COHORT_ADDED: _("added a cohort"),
        Act.COHORT_RENAMED: _("renamed a cohort"),
        Act.LEARNER_ADDED: _("added a learner"),
        Act.LEARNER_MOVED: _("moved a learner to a cohort"),
        Act.NUMBER_GIVEN: _("gave a learner a number"),
        Act.PIN_GIVEN: _("made a PIN slip"),
        Act.PIN_CHANGED: _("changed the PIN"),
        Act.SESSION_STARTED: _("started a session"),
        Act.SESSION_CHANGED: _("changed a session's end"),
        Act.SESSION_ENDED: _("ended a session"),
        Act.SIGNED_IN: _("signed a learner in"),
        Act.SIGN_IN_REFUSED: _("refused a sign-in"),
        Act.SIGN_IN_ENDED: _("ended a sign-in"),
        Act.ATTEMPT_MADE: _("sent an attempt"),
        Act.EVENTS_RECEIVED: _("sent events"),
        Act.EVENT_REFUSED: _("sent an event that was refused"),
        Act.JAIL_FAULTED: _("could not run programs"),
    }

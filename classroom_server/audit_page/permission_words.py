"""What each right lets somebody do, in words: the log says which one was lacking."""

from classroom_server.core.permissions import Permission
from classroom_server.web.languages import Words


def permission_words(_: Words) -> dict[Permission, str]:
    """Return what each permission is for."""
    return _in_the_room(_) | _around_it(_)


def _in_the_room(_: Words) -> dict[Permission, str]:
    return {
        Permission.SEE_ROOM: _("see rooms"),
        Permission.START_SESSION: _("start a session"),
        Permission.CHANGE_SESSION: _("change a session's end"),
        Permission.END_SESSION: _("end a session"),
        Permission.SEND_EVERYONE_OUT: _("send everyone out of a room"),
        Permission.SAY_WHY_OUT: _("say why everyone was sent out"),
        Permission.SIGN_LEARNER_OUT: _("sign a learner out"),
        Permission.SEE_SCREENS: _("look at kiosks' screens"),
        Permission.ASK_ATTENTION: _("ask for attention"),
        Permission.SEND_MESSAGE: _("send a message"),
        Permission.OPEN_EXERCISE: _("open an exercise"),
        Permission.SHOW_TO_ALL: _("show something to all"),
        Permission.CLAIM_HAND: _("go to a learner's hand"),
        Permission.ANSWER_HAND: _("answer a learner's hand"),
        Permission.RESOLVE_HAND: _("take a learner's hand down"),
        Permission.WAKE_KIOSKS: _("wake kiosks"),
        Permission.RESTART_KIOSKS: _("restart kiosks"),
        Permission.SWITCH_KIOSKS_OFF: _("switch kiosks off"),
    }


def _around_it(_: Words) -> dict[Permission, str]:
    return {
        Permission.SEE_TIMETABLE: _("see the timetable"),
        Permission.CHANGE_TIMETABLE: _("change the timetable"),
        Permission.SEE_KIOSKS: _("see the list of kiosks"),
        Permission.OPEN_ENROLMENT: _("open for new kiosks"),
        Permission.APPROVE_KIOSK: _("approve a kiosk"),
        Permission.REFUSE_KIOSK: _("refuse a kiosk"),
        Permission.RENAME_KIOSK: _("rename a kiosk"),
        Permission.PLACE_KIOSK: _("move a kiosk"),
        Permission.RETIRE_KIOSK: _("retire a kiosk"),
        Permission.ARRANGE_ROOMS: _("arrange rooms"),
        Permission.SEE_LEARNERS: _("see the list of learners"),
        Permission.ADD_COHORT: _("add a cohort"),
        Permission.ADD_LEARNERS: _("add learners"),
        Permission.CHANGE_LEARNER: _("change a learner's number or cohort"),
        Permission.SUSPEND_LEARNER: _("suspend a learner"),
        Permission.LIFT_SUSPENSION: _("lift a suspension"),
        Permission.GIVE_PINS: _("make PIN slips"),
        Permission.SEE_WORK: _("see learners' work"),
        Permission.TAKE_IN_WORK: _("take in what was set aside"),
        Permission.READ_LOG: _("read the log"),
        Permission.CREATE_ACCOUNT: _("create an account"),
        Permission.RESET_PASSWORD: _("give a one-time password"),
    }

"""What a row of the log says beside its act, in words: facts are kept as codes, dates and ids."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Final

from classroom_server.acts.drawn_acts import act_title
from classroom_server.acts.schemas import CAME
from classroom_server.acts.showing_acts import NO, YES
from classroom_server.attempts.schemas import ClockDoubt, RefusalReason
from classroom_server.attempts.set_aside_pages import reason_words
from classroom_server.attempts.verdict_signs import verdict_sign
from classroom_server.audit_page.permission_words import permission_words
from classroom_server.core.permissions import Permission
from classroom_server.everyone_out.pages import out_reasons
from classroom_server.learners.suspension_pages import suspension_reasons
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.timetable.week import day_words
from classroom_server.web.languages import Words
from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.results import Verdict

FACT_CHARACTERS: Final = 16
"""A key or a hash is told from another by its beginning; the whole of it is in the log itself."""
_DATES: Final = ("until", "first", "last")
# Slots, a hand, a room's emptying: nothing that a person could look up. The kind of an act is what its row is about.
# The digests of an attempt are for the check of the log.
UNSAID: Final = (
    "before", "slot", "hand", "out", "kind", "files_sha256", "judgement_sha256", "of_sha256",
)  # fmt: skip


def about_in_words(subject: str, facts: Mapping[str, object], names: Mapping[str, str], _: Words) -> str:
    """Return what a row is about: by its name of today, as what kind of act it is, else by its id's beginning."""
    kind = str(facts.get("kind", ""))
    return names.get(subject) or (act_title(ActKind(kind), _) if kind in set(ActKind) else kind) or subject[:8]


def facts_in_words(facts: Mapping[str, object], names: Mapping[str, str], _: Words) -> str:
    """Return the facts of a row, one after the other; `names` is id -> what it is called today."""
    labels = fact_labels(_)
    said = {name: str(fact) for name, fact in facts.items() if fact is not None and name not in UNSAID}
    return ", ".join(
        f"{labels.get(name, name)}: {names.get(fact) or _said(name, fact, _)}" for name, fact in said.items()
    )


def _said(name: str, fact: str, _: Words) -> str:
    """Return a fact in words; one that this version does not know as it stands, shortened."""
    if name in _DATES:
        with suppress(ValueError):
            return day_words(date.fromisoformat(fact), _.language)
    if name == "permission" and fact in set(Permission):
        return permission_words(_)[Permission(fact)]
    if found := _codes(_).get(name, {}).get(fact):
        return found
    return fact if len(fact) <= FACT_CHARACTERS else f"{fact[: FACT_CHARACTERS - 1]}…"


def fact_labels(_: Words) -> dict[str, str]:
    """Return what each fact is called."""
    return {
        "room": _("room"),
        "cohort": _("cohort"),
        "learner": _("learner"),
        "session": _("session"),
        "replaced": _("instead of"),
        "reason": _("reason"),
        "why": _("why"),
        "was": _("it was set aside because"),
        "until": _("until"),
        "first": _("from"),
        "last": _("to"),
        "how": _("how"),
        "kiosks": _("kiosks"),
        "outcome": _("at the kiosk"),
        "attempt_shown": _("attempt"),
        "named": _("the learner's name"),
        "track": _("track"),
        "exercise": _("exercise"),
        "minutes": _("minutes"),
        "minutes_added": _("minutes more"),
        "seconds": _("seconds"),
        "permission": _("right that it needs"),
        "public_key": _("key"),
        "row": _("row"),
        "row_hash": _("seal"),
        "attempt": _("attempts"),
        "draft": _("drafts"),
        "opened": _("exercises opened"),
        "hint": _("hints taken"),
        "hand_raised": _("hands raised"),
        "hand_lowered": _("hands lowered"),
        "act_done": _("answers to acts"),
        "signed_out": _("sign-outs"),
        "jail_fault": _("faults"),
        "refused": _("set aside"),
        "verdict": _("result"),
        "clock": _("the kiosk's clock said"),
    }


def _codes(_: Words) -> dict[str, dict[str, str]]:
    set_aside = {reason.value: reason_words(reason, _) for reason in RefusalReason}
    return {
        "reason": {reason.value: words for reason, words in (suspension_reasons(_) | out_reasons(_)).items()},
        "outcome": {
            ActOutcome.SHOWN.value: _("shown"),
            ActOutcome.SEEN.value: _("read and put away"),
            ActOutcome.DONE.value: _("done"),
            ActOutcome.CANNOT.value: _("cannot"),
            CAME: _("it is there"),
        },
        "named": {YES: _("shown"), NO: _("not shown")},
        "how": {"full": _("full size"), "miniature": _("small, beside the others of the room")},
        "verdict": {verdict.value: verdict_sign(verdict, _).word for verdict in Verdict},
        "clock": {
            ClockDoubt.BEFORE_SIGN_IN.value: _("a time before the sign-in"),
            ClockDoubt.AFTER_SESSION.value: _("a time after the class"),
            ClockDoubt.IN_FUTURE.value: _("a time that has not come yet"),
        },
        "why": _ends(_) | _refusals(_) | set_aside,
        "was": set_aside,
    }


def _ends(_: Words) -> dict[str, str]:
    words = {
        SignInEnd.LEARNER: _("the learner signed out"),
        SignInEnd.ELSEWHERE: _("the learner signed in at another kiosk"),
        SignInEnd.REPLACED: _("somebody else signed in at this kiosk"),
        SignInEnd.STAFF: _("somebody of the staff ended it"),
        SignInEnd.SESSION: _("the session ended"),
        SignInEnd.MOVED: _("the learner or the kiosk was put elsewhere"),
        SignInEnd.SUSPENDED: _("the learner was suspended"),
    }
    return {end.value: said for end, said in words.items()}


def _refusals(_: Words) -> dict[str, str]:
    return {
        ProblemCode.PIN_WRONG.value: _("the PIN was wrong"),
        ProblemCode.NOT_IN_COHORT.value: _("not of this session's cohort"),
        ProblemCode.MAY_NOT_SIGN_IN.value: _("the learner is suspended"),
    }

"""What the screens say of verdicts, refusals and saving. Say what happened, then what to try; never blame."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from kiosk_agent.protocol.acts.hands import HandStage
from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import ANSWER_REASONS, Judgement, Limit, Verdict
from kiosk_agent.toolchains.facts import facts_of
from kiosk_agent.tutor.state.counted_run import CountedRun
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.state.keeping import NOT_TAKEN, Keeping
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.dates import time_of_day
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.translator import Translator, mark

_VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.ACCEPTED: (mark("Solved."), ""),
    Verdict.WRONG_ANSWER: (mark("Not yet."), ""),
    Verdict.COMPILE_ERROR: (
        mark("{language} cannot read the program yet."),
        mark("Look at the line that the message names, and at the line above it: a bracket, a quote, a comma?"),
    ),
    Verdict.RUNTIME_ERROR: (
        mark("The program stopped before its end."),
        mark("The message says at which line. What does that line need that is not there?"),
    ),
    Verdict.TIME_LIMIT_EXCEEDED: (
        mark("The program did not come to its end in time."),
        mark("Is there a loop that never ends? Follow it by hand for two rounds."),
    ),
    Verdict.MEMORY_LIMIT_EXCEEDED: (
        mark("The program wanted more memory than it may have."),
        mark("Is there a list or a text that grows in a loop that never ends?"),
    ),
    Verdict.OUTPUT_LIMIT_EXCEEDED: (
        mark("The program wrote more than it may."),
        mark("Is there a line that writes inside a loop that never ends?"),
    ),
    Verdict.INTERNAL_ERROR: (
        mark("This kiosk could not run the program. That is not your doing, and it does not count."),
        mark("Press Ctrl+R again. If it stays so, tell your trainer."),
    ),
}
_LACKING = mark("Something that is asked for is not there.")
# Limits that no verdict names: the screen does.
_LIMITS: Mapping[Limit, str] = {
    Limit.PROCESSES: mark("The program tried to start more programs than it may."),
    Limit.DISK: mark("The program tried to write more to files than it may."),
    Limit.FILES: mark("The program tried to make more files than it may."),
    Limit.OPEN_FILES: mark("The program had more files open at a time than it may. Does it close each one?"),
}
_PROBLEMS: Mapping[ProblemCode, str] = {
    ProblemCode.PIN_WRONG: mark("This number and PIN do not go together. Look at your slip and try again."),
    ProblemCode.PIN_UNSUITABLE: mark("This PIN is easy to guess, or the one that you had. Choose other digits."),
    ProblemCode.NO_SESSION: mark("No session is open now. Wait until your trainer opens one."),
    ProblemCode.NOT_IN_COHORT: mark("You are not on the list of this session. Ask your trainer."),
    ProblemCode.MAY_NOT_SIGN_IN: mark("You cannot sign in now. Ask your trainer."),
    ProblemCode.SERVER_UNREACHABLE: mark(
        "The server does not answer. Wait a moment and try again, or ask your trainer."
    ),
    ProblemCode.STORAGE_FULL: mark("This kiosk's disk is full. Tell your trainer."),
    ProblemCode.KIOSK_NOT_APPROVED: mark("This kiosk is not approved. Tell your trainer."),
    ProblemCode.KIOSK_UNKNOWN: mark("This kiosk is not approved. Tell your trainer."),
    ProblemCode.CLOCK_SKEW: mark("This kiosk is setting its clock. Wait a moment and try again."),
    ProblemCode.SIGN_IN_UNKNOWN: mark("Your sign-in has ended. Sign in again."),
}
_OTHER_PROBLEM = mark("That did not work, and it is not your doing. Try again, or tell your trainer.")
_KEEPING: Mapping[Keeping, str] = {
    Keeping.UNTOUCHED: "",
    Keeping.SAVING: mark("saving"),
    Keeping.SAVED: mark("saved"),
    Keeping.AGENT_GONE: mark("not saved yet"),
    Keeping.DISK_FULL: mark("not saved: disk full"),
    Keeping.REFUSED: mark("not saved yet"),
}


def language_title(language_name: str) -> str:
    """Return the name that people use of a programming language."""
    facts = facts_of(language_name)
    return facts.title if facts is not None else language_name


def verdict_words(
    judgement: Judgement, language_name: str, translator: Translator, *, can_be_read: bool = False
) -> tuple[str, str]:
    """Return what happened, and what to try (which may be empty); `can_be_read` says that it is a program."""
    happened, advice = _VERDICTS[judgement.verdict]
    if can_be_read and judgement.verdict is Verdict.COMPILE_ERROR:
        happened = _LACKING
    tests = judgement.results.tests
    passed = sum(test.status == "pass" for test in tests)
    words = translator.say(happened, language=language_title(language_name))
    if judgement.reason in ANSWER_REASONS:
        return words, ""
    if tests and judgement.verdict is Verdict.ACCEPTED:
        words += " " + translator.say_many("The test passes.", "All {number} tests pass.", len(tests))
    elif tests and judgement.verdict is Verdict.WRONG_ANSWER:
        words += " " + translator.say_many(
            "{passed} of {number} test passes.", "{passed} of {number} tests pass.", len(tests), passed=passed
        )
    return words, translator.say(advice) if advice else ""


def run_words(run: CountedRun, translator: Translator) -> str:
    """Return which run it was, and whether it came to what the one before did."""
    if run.is_as_before:
        return translator.say("Run {number}: as before", number=run.number)
    return translator.say("Run {number}", number=run.number)


def limit_words(judgement: Judgement, translator: Translator) -> list[str]:
    """Return what the program reached the limit of, where the verdict does not say it."""
    if judgement.verdict in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR):
        return []
    return [translator.say(_LIMITS[limit]) for limit in judgement.limits_reached if limit in _LIMITS]


def no_run_words(translator: Translator) -> tuple[str, str]:
    """Return that nothing can be run, and what becomes of the work."""
    return (
        translator.say("This kiosk cannot run programs now."),
        translator.say("Your work is safe. Your trainer is told. Go on writing, or ask for another kiosk."),
    )


def running_words(language_name: str, translator: Translator) -> tuple[str, str]:
    """Return that a program runs, and the key that ends it."""
    running = translator.say("Running your {language} program…", language=language_title(language_name))
    return running, translator.say("{key} stops it.", key=keys.STOP.printed)


def stopping_words(translator: Translator) -> tuple[str, str]:
    """Return that a run is being ended."""
    return translator.say("Stopping your program…"), ""


def stopped_words(translator: Translator) -> str:
    """Return that the learner has ended a run, and what that means."""
    return translator.say("You stopped the program. It does not count as an attempt.")


def too_long_words(translator: Translator) -> tuple[str, str]:
    """Return that what was put in did not go in, and why."""
    limit = translator.say_many(
        "A file may hold {number} kilobyte. Nothing was put in; your text is as it was.",
        "A file may hold {number} kilobytes. Nothing was put in; your text is as it was.",
        SOURCE_BYTES // 1024,
    )
    return translator.say("That would make the file too long."), limit


def problem_words(problem: Problem, seconds_left: float | None, translator: Translator) -> str:
    """Return what a refusal means for the learner. `seconds_left` counts down a slow_down."""
    if problem.code is ProblemCode.SLOW_DOWN:
        return translator.say_many(
            "Too many tries at this kiosk. You can try again in {number} second.",
            "Too many tries at this kiosk. You can try again in {number} seconds.",
            ceil(seconds_left or 0),
        )
    return translator.say(_PROBLEMS.get(problem.code, _OTHER_PROBLEM))


def keeping_words(keeping: Keeping, translator: Translator) -> str:
    """Return what is true of the learner's text, in a word or three."""
    return translator.say(_KEEPING[keeping]) if _KEEPING[keeping] else ""


def leaving_words(keeping: Keeping, translator: Translator) -> str:
    """Return what becomes of the work of who signs out now."""
    if keeping in NOT_TAKEN:
        return translator.say("What you wrote last is not saved, and would be lost. Stay, and tell your trainer first.")
    return translator.say("Your work is kept. You go on where you stopped, at any kiosk.")


def covered_words(view: KioskView, translator: Translator) -> str:
    """Return what is true of the work that a locked screen lies on."""
    if view.keeping in NOT_TAKEN:
        return _safety_words(view, translator)
    return translator.say("Your work is kept. You go on where you stopped.")


def minutes_words(view: KioskView, translator: Translator) -> str:
    """Return how long the session goes on, or nothing when that is not known."""
    seconds = view.seconds_left()
    if seconds is None:
        return ""
    return translator.say_many("{number} min left", "{number} min left", ceil(seconds / 60))


def delivery_words(view: KioskView, translator: Translator) -> str:
    """Return where the learner's work has come to."""
    if view.keeping in NOT_TAKEN:
        return translator.say("not all saved: tell your trainer")
    if view.state is None or not view.agent_answers:
        return translator.say("restarting, keep working")
    if not view.state.server_answers:
        return translator.say("server away, work safe here")
    if view.state.waiting_events:
        return translator.say("on its way to the trainer")
    if view.state.holds_work:
        return translator.say("some work stays here: tell your trainer")
    return translator.say("sent")


def watch_words(view: KioskView, translator: Translator) -> str:
    """Return that somebody sees this screen, for as long as it is so."""
    return translator.say("A trainer sees your screen") if view.watch() is not None else ""


def attention_words(view: KioskView, translator: Translator, *, has_work: bool) -> tuple[str, str]:
    """Return what is true of the work of who is signed in, and until when a trainer asks to be looked at."""
    asked, now, say = view.attention(), view.now(), translator.say
    safe = " ".join((_safety_words(view, translator), say("You go on where you stopped."))) if has_work else ""
    if asked is None:
        return safe, ""
    if now is None:
        minutes = ceil(asked.seconds / 60)
        return safe, translator.say_many(
            "It ends by itself in {number} minute.", "It ends by itself in {number} minutes.", minutes
        )
    # Never earlier than it ends.
    ends = now + timedelta(seconds=asked.seconds + 59)
    return safe, say("It ends by itself, at {time} at the latest.", time=time_of_day(ends))


def hand_words(view: KioskView, translator: Translator) -> str:
    """Return that the learner's hand is up and what has come of it, or nothing while none is."""
    hand, say = view.hand(), translator.say
    if hand is None or hand.stage is HandStage.DOWN:
        return ""
    if hand.stage is HandStage.ANSWERED:
        return say("Your trainer answers: “{answer}” F3 takes your hand down.", answer=one_line(hand.answer))
    if hand.stage is HandStage.CLAIMED:
        return say("Your trainer is coming. F3 takes your hand down.")
    if hand.place:
        return say("Your hand is up: place {place} in the queue. F3 takes it down.", place=hand.place)
    if view.state is None or not view.agent_answers or not view.state.server_answers:
        return say("Your hand is up, and told as soon as the server answers. F3 takes it down.")
    return say("Your hand is up. F3 takes it down.")


def ending_words(view: KioskView, translator: Translator) -> str:
    """Return that the session ends soon and what is true of the work, or nothing while no warning is due."""
    seconds = view.seconds_left()
    if not view.ends_soon or seconds is None:
        return ""
    left = translator.say_many("{number} minute left.", "{number} minutes left.", ceil(seconds / 60))
    return f"{left} {_safety_words(view, translator)}"


def _safety_words(view: KioskView, translator: Translator) -> str:
    """Return "saved" only where everything is, here and at the server; else what will happen."""
    state, keeping = view.state, view.keeping
    if keeping in NOT_TAKEN or (state is not None and state.holds_work):
        return translator.say("Not all saved: tell your trainer.")
    if keeping is Keeping.AGENT_GONE or state is None or not view.agent_answers:
        return translator.say("Not saved yet; trying again.")
    if keeping is Keeping.SAVING or (state.server_answers and state.waiting_events):
        return translator.say("It is saved as you write.")
    if not state.server_answers:
        return translator.say("Saved here; it is sent later.")
    return translator.say("Everything is saved.")

"""What became of one try of an attack, and how that is told from what was said, shown and done."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk_agent.protocol.results import Results, RunResult
from tests.support.attacks.attack_file import Attack
from tests.support.attacks.canaries import Canaries
from tests.support.attacks.programs import words_said

SAID, KILLED = "said", "killed"
# What turns the direction of text, or hides in it.
_DECEIVING = {
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x200E,
    0x200F,
    0x200B,
    0xFEFF,
    0x2028,
    0x2029,
    0x061C,
    0x180E,
}

# What is shown by nothing, and so may carry a message.
_UNSEEN = {
    *(0xAD, 0x34F, 0x115F, 0x1160, 0x200C, 0x200D, 0x3164, 0xFFA0),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xE0000, 0xE1000),
}
_PILED = re.compile("[\u0300-\u036f]{10}")


class Became(StrEnum):
    """What became of a try."""

    BLOCKED = "blocked"
    THROUGH = "through"
    BROKEN = "broken"
    """It did not try at all, or nobody can tell how it ended."""
    ABSENT = "absent"
    """Its toolchain, or what its twin needs, is not on this machine."""


@dataclass(frozen=True)
class Outcome:
    """What became of a try, and what shows it."""

    became: Became
    evidence: str


def outcome_in_jail(attack: Attack, run: RunResult, canaries: Canaries, effects: Sequence[str]) -> Outcome:
    """Tell from a run in the jail."""
    said = words_said(run.output, canaries.nonce)
    if reached := _reached(said, run.model_dump_json(), canaries, effects):
        return Outcome(Became.THROUGH, reached)
    if run.fault or ("TRYING" not in said and run.output):
        return Outcome(Became.BROKEN, f"it did not start: {run.fault or _end(run)}")
    if how := _held(attack, run, said):
        return Outcome(Became.BLOCKED, how)
    return Outcome(Became.BROKEN, f"nobody can tell how it was held: {_end(run)}")


def outcome_outside(output: str, canaries: Canaries, effects: Sequence[str]) -> Outcome:
    """Tell from a run without a jail; an attack that works gets through here."""
    said = words_said(output, canaries.nonce)
    if reached := _reached(said, output, canaries, effects):
        return Outcome(Became.THROUGH, reached)
    return Outcome(Became.BLOCKED, said.get("HELD") or output[-500:])


def _reached(said: Mapping[str, str], shown: str, canaries: Canaries, effects: Sequence[str]) -> str:
    """Return what an attack reached, or nothing: what was done outside, what it says, what it showed."""
    if effects:
        return "; ".join(effects)
    if "THROUGH" in said:
        return said["THROUGH"] or "it says so"
    return "the secret came out" if canaries.secret in shown else ""


def _held(attack: Attack, run: RunResult, said: Mapping[str, str]) -> str:
    """Return how an attack was held, in a way that it says it may be; otherwise nothing."""
    for limit in run.limits_reached:
        if limit in attack.blocked:
            return f"stopped by the limit {limit}"
    if SAID in attack.blocked and "HELD" in said:
        return said["HELD"] or "it says so"
    if KILLED in attack.blocked and (run.signal or run.exit_code) and not run.limits_reached:
        return f"ended by signal {run.signal} or with code {run.exit_code}"
    return ""


def shown_texts(run: RunResult, results: Results | None = None) -> str:
    """Return every text of a run that a person may be shown."""
    texts = [run.output, run.fault or ""]
    if run.breakage:
        texts += [run.breakage.message, run.breakage.file or ""]
    for shown in (run.results, results):
        if shown:
            texts.append(shown.message or "")
            texts += [f"{test.name}\n{test.message}\n{test.output}\n{test.test_code}" for test in shown.tests]
    return "\n".join(texts)


def deceiving(text: str) -> list[str]:
    """Return the characters of `text` that a terminal obeys or that deceive a reader."""
    return sorted(
        {
            f"U+{ord(letter):04X}"
            for letter in text
            if (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t")
            or ord(letter) in _DECEIVING
            or ord(letter) in _UNSEEN
        }
        | ({"endless marks"} if _PILED.search(text) else set())
    )


def _end(run: RunResult) -> str:
    return f"code {run.exit_code}, signal {run.signal}, {', '.join(run.limits_reached)}: {run.output[-600:]}"

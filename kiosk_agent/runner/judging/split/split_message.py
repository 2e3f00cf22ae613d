"""What the two jails of a split run say to each other: a question, or the answer to one. Parsed, checked, sent anew."""

import json
import math
from dataclasses import dataclass
from typing import Literal, Never

from kiosk_agent.runner.jail.exchange import with_length
from kiosk_agent.runner.judging.split.split_value import Json, ValueInvalid, check_value, is_name, is_number

MESSAGE_BYTES = 512 * 1024
ARGUMENTS = 50
HEARD_CHARACTERS = 1000
WHOLE_CHARACTERS = 22
"""JavaScript writes whole numbers with 21 digits and a sign at most; longer ones cross as values of their own kind."""
ASK_FIELDS = {"kind", "op", "on", "name", "self", "args"}
ANSWER_FIELDS = {"kind", "outcome", "value", "changed", "heard"}
# What the tests may ask. The program may only call what the tests gave it.
TESTS_ASK = frozenset({"load", "call", "method", "new", "get", "set", "iterate", "next", "fields", "wait", "operate"})
SOLUTION_ASKS = frozenset({"call"})


@dataclass(frozen=True)
class Ask:
    """A question: what to do, on what, with which arguments."""

    op: str
    content: dict[str, Json]


@dataclass(frozen=True)
class Answer:
    """An answer: a value, an error that was thrown, or a refusal in words."""

    outcome: Literal["value", "thrown", "refused"]
    content: dict[str, Json]


Message = Ask | Answer


def parse(line: bytes) -> Message | None:
    """Return the message of one line from a jail; None when it is none at all, such as a line of a test's result.

    Raises ValueInvalid for one that means to be a message and is not fit to be sent on.
    """
    if len(line) > MESSAGE_BYTES:
        raise ValueInvalid("a value is too large")
    try:
        found = json.loads(line, parse_int=_whole, parse_float=_finite, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueInvalid("a value is too deep") from error
    except ValueError as error:
        raise ValueInvalid("a message is not written as one") from error
    kind = found.get("kind") if isinstance(found, dict) else None
    if kind == "ask":
        return _ask(found)
    return _answer(found) if kind == "answer" else None


def refusal(reason: str) -> Answer:
    """Return the answer that nothing came of a question, and why."""
    content: dict[str, Json] = {"outcome": "refused", "value": reason, "changed": [], "heard": ""}
    return Answer("refused", {"kind": "answer", **content})


def encoded(message: Message) -> bytes:
    """Return the bytes for a jail's stdin, in JSON."""
    return with_length(json.dumps(message.content, allow_nan=False, separators=(",", ":")).encode())


def _ask(found: dict[str, Json]) -> Ask:
    on, args, op = found.get("on"), found.get("args"), found.get("op")
    fits = set(found) == ASK_FIELDS and isinstance(op, str) and is_name(found["name"]) and (on == -1 or is_number(on))
    if not fits or not isinstance(args, list) or len(args) > ARGUMENTS or not isinstance(op, str):
        raise ValueInvalid("a question is not written as one")
    check_value(["a", found["self"], *args])
    return Ask(op, found)


def _answer(found: dict[str, Json]) -> Answer:
    outcome, heard, changed = found.get("outcome"), found.get("heard"), found.get("changed")
    if set(found) != ANSWER_FIELDS or not isinstance(heard, str) or not isinstance(changed, list):
        raise ValueInvalid("an answer is not written as one")
    check_value(["a", found["value"], *(_changed(one) for one in changed)])
    found["heard"] = heard[:HEARD_CHARACTERS]
    match outcome:
        case "value" | "thrown":
            return Answer(outcome, found)
        case "refused" if isinstance(found["value"], str):
            return Answer(outcome, found)
        case _:
            raise ValueInvalid("an answer is not written as one")


def _changed(one: Json) -> Json:
    """Return the new value of an argument that the program changed."""
    if not isinstance(one, list) or len(one) != 2 or not is_number(one[0]):  # noqa: PLR2004 - place and value
        raise ValueInvalid("an answer is not written as one")
    return one[1]


def _whole(text: str) -> int:
    # Never as a float: it would cross as another number.
    if len(text) > WHOLE_CHARACTERS:
        raise ValueError(text)
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse(text: str) -> Never:
    raise ValueError(text)

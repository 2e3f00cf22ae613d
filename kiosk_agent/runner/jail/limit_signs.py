"""Limits that only the program itself is told of: seen by what it, or its interpreter, then says.

They name the limit to a learner and nothing else: a program which only prints such words fools nobody but itself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from kiosk_agent.protocol.results import Limit
from kiosk_agent.runner.jail.report import Report

# The kernel's words (errno 24, 28, 27), and what the interpreters make of them.
SIGNS: Mapping[Limit, tuple[str, ...]] = {
    Limit.OPEN_FILES: ("Too many open files", "too many open files", "EMFILE"),
    Limit.PROCESSES: ("can't start new thread", "unable to create native thread"),
    Limit.DISK: ("No space left on device", "ENOSPC", "File too large", "EFBIG"),
}
# errno 11 has other causes too, so it is asked only where no control group tells.
PROCESS_SIGNS = ("Resource temporarily unavailable", "EAGAIN")


def limits_said(
    said: Report, output: str, memory_signs: Iterable[str], seen: Collection[Limit], *, grouped: bool
) -> Iterator[Limit]:
    """Yield each limit that the messages of a run speak of, beside those that were `seen`."""
    signs = {**SIGNS, Limit.MEMORY: tuple(memory_signs)}
    if not grouped:
        signs[Limit.PROCESSES] += PROCESS_SIGNS
    if Limit.FILES in seen:
        # No file more has the same words as no byte more.
        del signs[Limit.DISK]
    messages = _messages(said, output)
    for limit, words in signs.items():
        if any(word in message for word in words for message in messages):
            yield limit


def of_program(output: str, dying_words: Iterable[str]) -> str:
    """Return `output` up to where an interpreter tells of its own end: a learner would look for its lines in theirs."""
    starts = [output.find(words) for words in dying_words]
    return output[: min((start for start in starts if start >= 0), default=len(output))]


def _messages(said: Report, output: str) -> list[str]:
    messages = [said.breakage.message] if said.breakage else []
    results = said.results()
    messages += [test.message or "" for test in results.tests if test.status == "error"] if results else []
    # What the program merely prints counts only when it did not come to its end.
    if said.exit_code is None:
        messages.append(output)
    return messages

"""What is chosen of a question's options, as its answer says it, and as a key changes it."""

from collections.abc import Collection

from kiosk_agent.curriculum.kinds.choice import MultipleChoice


def chosen(answer: str, task: MultipleChoice) -> frozenset[str]:
    """Return the options that an answer names; what is no option counts for nothing."""
    return frozenset(line.strip() for line in answer.split("\n")) & task.options.keys()


def with_turned(before: Collection[str], option: str, task: MultipleChoice) -> str:
    """Return the answer after a key on an option: of several each is turned, of one the last is chosen."""
    if not task.several:
        after: set[str] = set() if option in before else {option}
    else:
        after = set(before) ^ {option}
    return "".join(f"{name}\n" for name in task.options if name in after)

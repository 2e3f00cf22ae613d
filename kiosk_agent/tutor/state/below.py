"""What lies below a learner's task and program."""

from enum import StrEnum


class Below(StrEnum):
    """What the panel there shows."""

    NOTHING = "nothing"
    RESULT = "result"
    HINT = "hint"

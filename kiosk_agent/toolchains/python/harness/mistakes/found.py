"""What a program's text says about why it did not work."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Found:
    """An entry of plain words, where, and what its texts name."""

    name: str
    line: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Values:
    """The two values of an assertion that did not hold."""

    expected: object
    received: object
    asked: str = ""
    """The function that gave it, where the assertion calls one."""

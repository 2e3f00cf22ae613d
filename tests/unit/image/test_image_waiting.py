"""One way to wait: for a condition, with what is there instead when it never comes."""

import itertools

import pytest

from image.waiting import NotSeen, eventually


def test_what_comes_late_is_returned() -> None:
    looks = itertools.count()
    assert eventually(lambda: next(looks) == 3 and "there", "the fourth look", pause=lambda: None) == "there"


def test_what_never_comes_is_said_with_what_is_there_instead() -> None:
    with pytest.raises(NotSeen, match=r"a bell: .*there is: a whistle"):
        eventually(lambda: None, "a bell", timeout_seconds=0, said=lambda: "a whistle")


def test_fault_of_the_pause_ends_the_waiting() -> None:
    def it_ended() -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        eventually(lambda: None, "a bell", pause=it_ended)

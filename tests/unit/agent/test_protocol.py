import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk_agent.protocol import framing, limits
from kiosk_agent.protocol.enrolment import FINGERPRINT_WORDS, _proquint, fingerprint_words
from kiosk_agent.protocol.events import EventBatch
from kiosk_agent.protocol.local import FROM_AGENT, AgentReply, Done
from kiosk_agent.protocol.results import Submission
from kiosk_agent.protocol.sessions import SignInRequest
from kiosk_agent.protocol.work_files import over_size
from tests.support.work import work_of


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_six_words_that_can_be_read_out(key: bytes) -> None:
    words = fingerprint_words(key)
    assert len(words) == FINGERPRINT_WORDS
    assert all(len(word) == 5 and word.isascii() and word.isalpha() for word in words)


def test_a_fingerprint_does_not_change_between_releases() -> None:
    assert "-".join(fingerprint_words(bytes(32))) == "puham-jihip-kikak-jojij-kahuz-gokor"


def test_a_word_is_a_proquint_as_published() -> None:
    assert [_proquint(half) for half in (0x7F00, 0x0001)] == ["lusab", "babad"]  # 127.0.0.1 in the paper


def test_a_message_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Submission.model_validate({"track": "a", "exercise": "b", "files": work_of(""), "verdict": "accepted"})


def test_a_source_over_the_limit_is_refused() -> None:
    with pytest.raises(ValidationError):
        Submission(track="a", exercise="b", files=work_of("x" * (limits.SOURCE_BYTES + 1)))


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../x.js", "a/../../x.js", "a/", "a//b.js", "./a.js", "a\\b.js", "-o", "a/-c.js"),
        *("a\0.js", "a\n.js", "a\x1b[2J.js", "a\u202ejs.js", "a\u200b.js", "\ud800.js", "e\u0301.js"),
        *("a.js ", " a.js", "a.", "NUL", "src/con.js", "Com1.txt", "x" * 201, "a/" * 10 + "a.js"),
    ],
)
def test_a_file_of_a_learner_lies_inside_of_its_exercise(path: str) -> None:
    with pytest.raises(ValidationError):
        Submission(track="a", exercise="b", files=work_of("", path))
    for good in ("src/main/a b.js", "\u00e9t\u00e9.js", ".env", "console.js", "a/" * 9 + "a.js"):
        Submission(track="a", exercise="b", files=work_of("", good))


@pytest.mark.parametrize(
    "paths", [("a.js", "A.js"), ("stra\u00dfe.js", "STRASSE.js"), ("a", "a/b.js"), ("A/b.js", "a")]
)
def test_two_files_of_a_learner_are_two_on_every_disk(paths: tuple[str, str]) -> None:
    with pytest.raises(ValidationError):
        Submission(track="a", exercise="b", files=dict.fromkeys(paths, ""))


@pytest.mark.parametrize("number", [0, limits.WORK_FILES + 1])
def test_a_learner_hands_in_at_least_one_file_and_not_more_than_the_limit(number: int) -> None:
    with pytest.raises(ValidationError):
        Submission(track="a", exercise="b", files={f"{each}.js": "" for each in range(number)})


def test_a_learners_files_are_measured_in_bytes_each_and_together() -> None:
    whole = "a" * limits.SOURCE_BYTES
    assert over_size({"a.js": whole, "b.js": whole}) is None
    assert over_size({"a.js": "é" * (limits.SOURCE_BYTES // 2) + "a"}) is not None
    assert over_size({"a.js": whole, "b.js": whole, "c.js": "a"}) is not None


@pytest.mark.parametrize("pin", ["12345", "1234567", "12a456", "١٢٣٤٥٦", "123456\n"])
def test_a_pin_is_six_plain_digits(pin: str) -> None:
    with pytest.raises(ValidationError):
        SignInRequest(number="7", pin=pin, language="en")


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(ValidationError):
        EventBatch(events=())


def test_what_the_agent_says_is_told_apart_by_its_kind() -> None:
    reply = AgentReply(request_id=1, body=Done())
    assert FROM_AGENT.validate_json(reply.model_dump_json()) == reply


async def lines_of(data: bytes) -> list[bytes]:
    reader = asyncio.StreamReader(limit=limits.LOCAL_MESSAGE_BYTES)
    reader.feed_data(data)
    reader.feed_eof()
    found = []
    while (line := await framing.read_line(reader)) is not None:
        found.append(line)
    return found


def test_lines_are_told_apart_and_a_half_one_is_dropped() -> None:
    assert asyncio.run(lines_of(b"one\n\ntwo\nhalf")) == [b"one", b"", b"two"]


def test_a_line_over_the_limit_closes_the_connection() -> None:
    with pytest.raises(framing.FrameInvalid):
        asyncio.run(lines_of(b"x" * (limits.LOCAL_MESSAGE_BYTES + 1) + b"\n"))

"""What a jail says of steps is a recording or none: nothing that cannot be, nothing too large, nothing that acts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import RunnerReply, Stepped
from kiosk_agent.protocol.results import Breakage, BreakStage, Limit, RunResult, ToolchainVersion
from kiosk_agent.protocol.stepping.trace import CALLS, DEPTH, STEPS, Ending, Holder, StepMoment, Trace, states
from kiosk_agent.runner.jail.hand_in import HandIn, Role
from kiosk_agent.runner.stepping.trace_lines import LINE_BYTES, trace_of

NONCE = "a" * 32
FILES = {"main.py": "one\ntwo\nthree", "other.py": "one\n"}
HAND_IN = HandIn(files=FILES, solution=("main.py",), tests=(), nonce=NONCE, role=Role.STEPS)
VERSION = ToolchainVersion(name="python", program="python", version="3")
ONE = {"kind": "number", "text": "1"}


def said(kind: str, **content: object) -> bytes:
    return f"\n{NONCE} {json.dumps({'kind': kind, **content}, separators=(',', ':'))}\n".encode()


def step(line: int = 1, **content: object) -> bytes:
    return said("step", **{"file": "main.py", "line": line, "kept": 1, **content})


def first(line: int = 1, **content: object) -> bytes:
    return step(line, kept=0, entered=[""], **content)


def named(name: str, value: object = ONE, holder: str = "file") -> dict[str, Any]:
    return {"holder": holder, "name": name, "value": value}


def trace(*lines: bytes, is_stopped: bool = False, **facts: Any) -> Trace:  # noqa: ANN401 - as RunResult has it
    run = RunResult.model_validate({"exit_code": 0, "milliseconds": 5, **facts})
    return trace_of(b"".join(lines), HAND_IN, run, VERSION, is_stopped=is_stopped)


def test_a_recording_is_put_together_again_at_each_step() -> None:
    whole = trace(
        first(changed=[named("x")]),
        step(2, kept=1, entered=["double"], changed=[named("n", holder="call")], printed="hi\n"),
        step(3, kept=2, moment="returned", value={"kind": "number", "text": "2"}),
        step(3, kept=1, changed=[named("y", {"kind": "list", "text": "list", "parts": [{"value": ONE}]})]),
        step(3, kept=1, gone=[{"holder": "file", "name": "x"}], printed="ho\n"),
        said("recorded", how="ended", printed="end"),
    )
    at = list(states(whole))
    assert whole.ending is Ending.ENDED
    assert [[call.function for call in each.calls] for each in at] == [[""], ["", "double"], ["", "double"], [""], [""]]
    assert [sorted(each.names) for each in at] == [["x"], ["x"], ["x"], ["x", "y"], ["y"]]
    assert [each.printed for each in at] == ["", "hi\n", "hi\n", "hi\n", "hi\nho\n"]
    assert at[1].calls[1].own["n"].text == "1"
    assert at[1].changed == {(Holder.CALL, "n")}
    assert whole.steps[2].moment is StepMoment.RETURNED
    assert whole.printed_last == "end"


@pytest.mark.parametrize(
    ("ending", "lines", "facts"),
    [
        (Ending.LEFT, [said("recorded", how="left")], {"exit_code": 3}),
        (Ending.LEFT, [], {"exit_code": 3}),
        (Ending.STEPS, [said("recorded", how="steps")], {}),
        (Ending.SIZE, [said("recorded", how="size")], {"limits_reached": (Limit.OUTPUT,)}),
        (Ending.TIME, [], {"limits_reached": (Limit.WALL_TIME,)}),
        (Ending.MEMORY, [], {"limits_reached": (Limit.MEMORY,)}),
        (Ending.OUTPUT, [], {"limits_reached": (Limit.OUTPUT, Limit.WALL_TIME)}),
        (Ending.LIMIT, [], {"limits_reached": (Limit.PROCESSES,)}),
        (Ending.THROWN, [], {"breakage": Breakage(stage=BreakStage.LOAD, message="x" * 5000)}),
        (Ending.UNREADABLE, [], {"breakage": Breakage(stage=BreakStage.COMPILE, message="x")}),
        (Ending.DIED, [], {"exit_code": None, "signal": 11}),
        (Ending.FAULT, [], {"fault": "no jail"}),
    ],
)
def test_how_it_ended_is_told_from_what_was_said_and_from_what_was_seen(
    ending: Ending, lines: list[bytes], facts: dict[str, Any]
) -> None:
    found = trace(first(), *lines, **facts)
    assert found.ending is ending
    assert len(found.steps) == 1


def test_a_run_that_was_stopped_says_so() -> None:
    found = trace(first(), is_stopped=True, limits_reached=(Limit.WALL_TIME,))
    assert (found.ending, len(found.steps)) == (Ending.STOPPED, 1)


def deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = dict(ONE)
    for _ in range(levels):
        value = {"kind": "list", "parts": [{"value": value}]}
    return value


@pytest.mark.parametrize(
    "lie",
    [
        first(4),
        first(0),
        first(file="other.js"),
        first(file="other.py", line=3),
        first() + step(kept=2),
        step(kept=0),
        step(kept=0, entered=["f"] * (CALLS + 1)),
        first() + step(kept=1, moment="returned", value=ONE) + step(kept=1),
        first(changed=[named("x", {"kind": "soul"})]),
        first(changed=[named("x", {"kind": "list", "parts": [{"value": ONE}] * 13})]),
        first(changed=[named("x", {**ONE, "more": -1})]),
        first(changed=[named("x", {**ONE, "text": "1" * 81})]),
        first(changed=[named("x", deep(DEPTH + 3))]),
        first(changed=[named("x", deep(150))]),
        first(changed=[named("x" * 61)]),
        first(changed=[named("x")] * 61),
        first(surprise=1),
        first(printed="x" * 1001),
        first() * (STEPS + 1),
        first(printed="x" * LINE_BYTES),
        f'{NONCE} {{"kind":"step"'.encode(),
        first() + said("recorded", how="ended") + step(),
        first() + said("recorded", how="time"),
    ],
)
def test_what_cannot_be_is_no_recording(lie: bytes) -> None:
    found = trace(lie)
    assert (found.ending, found.steps) == (Ending.IRREGULAR, ())


def test_what_a_program_writes_beside_the_nonce_is_noise() -> None:
    noise = b'{"kind":"step","file":"x","line":9}\n' + step(99).replace(NONCE.encode(), b"b" * 32)
    assert len(trace(noise, first(), noise).steps) == 1


def test_no_text_of_a_recording_can_act_on_who_looks() -> None:
    bad = "\x1b[2J\u202eb\u200b\x07"
    value = {"kind": "map", "text": bad, "parts": [{"key": {"kind": "text", "text": bad}, "value": ONE}]}
    shown = trace(
        step(kept=0, entered=[bad], changed=[named(bad, value)], gone=[{"holder": "file", "name": bad}], printed=bad),
        step(moment="thrown", value={"kind": "error", "text": bad}),
        said("recorded", how="ended", printed=bad),
    )
    assert shown.ending is Ending.ENDED
    texts = json.dumps(shown.model_dump(mode="json"), ensure_ascii=False)
    assert texts.isprintable()
    assert "\u202e" not in texts
    assert [call.function for call in next(states(shown)).calls] == ["b"]


def test_a_recording_that_is_too_large_is_cut_and_fits_a_message() -> None:
    value = {"kind": "list", "text": "list", "parts": [{"value": {"kind": "text", "text": "é" * 80}}] * 12}
    big = [first(), *(step(2, changed=[named(f"n{number}", value)]) for number in range(STEPS - 1))]
    found = trace(*big)
    assert found.ending is Ending.SIZE
    assert 100 < len(found.steps) < STEPS
    reply = RunnerReply(request_id=1, body=Stepped(trace=found)).model_dump_json()
    assert len(reply.encode()) < LOCAL_MESSAGE_BYTES


@given(st.lists(st.binary(max_size=200), max_size=5), st.lists(st.text(max_size=30), max_size=5))
def test_no_bytes_make_more_than_a_refused_recording(raw: list[bytes], texts: list[str]) -> None:
    lines = [f"\n{NONCE} ".encode() + b'{"kind":"step"' + each + b"\n" for each in raw]
    lines += [first(changed=[named(text)], printed=text) for text in texts]
    found = trace(*lines)
    assert len(list(states(found))) == len(found.steps)

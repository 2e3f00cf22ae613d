import importlib.util
import json
import math
import string
from types import ModuleType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk_agent.runner.jail.exchange import LENGTH_BYTES
from kiosk_agent.runner.judging.split.split_message import MESSAGE_BYTES, Answer, Ask, encoded, parse
from kiosk_agent.runner.judging.split.split_value import SHAPES, ValueInvalid, check_value
from tests.support.checkout import ROOT

HARNESS = ROOT / "kiosk_agent/toolchains/python/harness/split_values.py"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.tuples(st.sampled_from(sorted(SHAPES)), inner, inner).map(list)
        | st.tuples(st.sampled_from(sorted(SHAPES)), inner).map(list)
    ),
    max_leaves=12,
)
HASHABLE = st.integers() | st.text(max_size=4) | st.booleans() | st.binary(max_size=3) | st.fractions() | st.dates()
PYTHON_VALUES = st.recursive(
    HASHABLE
    | st.none()
    | st.floats()
    | st.complex_numbers()
    | st.decimals(allow_nan=False)
    | st.datetimes().map(lambda moment: moment.replace(fold=0)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.frozensets(HASHABLE, max_size=3)
        | st.sets(HASHABLE, max_size=3)
        | st.dictionaries(HASHABLE, inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def values() -> ModuleType:
    """The encoding as the harness has it, which runs alone in the jail."""
    spec = importlib.util.spec_from_file_location("split_values", HARNESS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(value: object, **more: object) -> bytes:
    content = {"kind": "answer", "outcome": "value", "value": value, "changed": [], "heard": ""}
    return json.dumps(content | more).encode()


def no_handle(value: object, _inner: object) -> object:
    raise AssertionError(f"{value!r} became a handle")


def shown(value: object) -> str:
    """Tell 1 from True, -0.0 from 0.0 and NaN from nothing, however a set is ordered."""
    match value:
        case set() | frozenset():
            return f"{type(value)}{sorted(map(shown, value))}"
        case list() | tuple():
            return f"{type(value)}{list(map(shown, value))}"
        case dict():
            return f"{type(value)}{[(shown(key), shown(part)) for key, part in value.items()]}"
        case _:
            return repr(value)


@given(value=PYTHON_VALUES)
@settings(max_examples=100, deadline=None)
def test_every_value_of_python_arrives_as_it_left(values: ModuleType, value: object) -> None:
    message = parse(answer(values.Encoder(no_handle).encode(value)))
    assert isinstance(message, Answer)
    sent = json.loads(encoded(message)[LENGTH_BYTES:])
    assert shown(values.decode(sent["value"], no_handle)) == shown(value)


@given(JSON)
@example(-10_000_000_000_000_000_001)
@example(-(10**21) + 1)
@example(10**22)
@settings(max_examples=100)
def test_no_json_is_a_fault_and_what_passes_is_sent_on_unchanged(value: object) -> None:
    try:
        message = parse(answer(value))
    except ValueInvalid:
        return
    assert isinstance(message, Answer)
    assert json.loads(encoded(message)[LENGTH_BYTES:])["value"] == json.loads(json.dumps(value))


@given(st.binary(max_size=200) | st.text(alphabet=string.printable, max_size=200).map(str.encode))
@settings(max_examples=100)
def test_no_bytes_are_a_fault(line: bytes) -> None:
    for begin in (b"", b'{"kind":"ask",', b'{"kind":"answer","outcome":"value","changed":[],"heard":"","value":'):
        for end in (b"", b"}"):
            try:
                parse(begin + line + end)
            except ValueInvalid:
                continue


@pytest.mark.parametrize(
    "line",
    [
        answer(1)[:-1] + b"}" * 3,
        b"[" * 100_000 + b"]" * 100_000,
        answer(1).replace(b"1", b"[" * 5000 + b"]" * 5000),
        answer(1).replace(b"1", b"1" * 5000),
        answer(1).replace(b"1", b"1" * 23),
        answer(1).replace(b"1", b"1e999"),
        answer(1).replace(b"1", b"NaN"),
        answer({"a": 1}),
        answer([]),
        answer([["a"]]),
        answer(["unknown"]),
        answer(["o", "a"]),
        answer(["o", 1, 2]),
        answer(["n", "7"]),
        answer(["i", "0x1"]),
        answer(["b", "bytes", "a"]),
        answer(["h", -1, "f", None]),
        answer(["h", True, "f", None]),
        answer(["h", 1, "q", None]),
        answer(["e", 1, "E", "m", None, ["a"]]),
        answer(["h", 1, "f", ["a"]]),
        answer(["x", "os.system", "true"]),
        answer(1, changed=[[0]]),
        answer(1, changed=[["0", 1]]),
        answer(1, heard=7),
        answer(1, outcome="passed"),
        answer(["a"], outcome="refused"),
        answer(1, status="pass"),
        answer("x" * MESSAGE_BYTES),
        answer(["a", *[0] * 210_000]),
    ],
    ids=lambda line: line[:60].decode(),
)
def test_what_is_no_value_does_not_cross(line: bytes) -> None:
    with pytest.raises(ValueInvalid):
        parse(line)


def test_what_is_no_message_belongs_to_the_report() -> None:
    assert parse(b'{"kind":"test","name":"x","status":"pass"}') is None
    assert parse(b"[1]") is None


def test_question_is_read_whole() -> None:
    asked = {"kind": "ask", "op": "call", "on": 3, "name": "", "self": None, "args": [["a", 1], "x"]}
    message = parse(json.dumps(asked).encode())
    assert isinstance(message, Ask)
    assert message.op == "call"
    wrongs: list[dict[str, object]] = [{"op": 1}, {"on": -2}, {"on": "3"}, {"args": {}}, {"args": [0] * 51}]
    wrongs += [{"name": "x" * 201}, {"more": 1}]
    for wrong in wrongs:
        with pytest.raises(ValueInvalid):
            parse(json.dumps(asked | wrong).encode())


def test_numbers_that_json_has_no_word_for_have_one() -> None:
    for text in ("NaN", "Infinity", "-Infinity", "-0"):
        check_value(["n", text])
    for number in (math.nan, math.inf):
        with pytest.raises(ValueInvalid):
            check_value(number)

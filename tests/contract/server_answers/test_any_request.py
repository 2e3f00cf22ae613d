"""Whatever an approved kiosk sends, the server answers in the protocol's own words and stays up."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kiosk_agent.protocol.events import EventReceipt
from kiosk_agent.protocol.paths import (
    ENROLMENTS_PATH,
    EVENTS_PATH,
    KIOSK_PREFIX,
    SCREENS_PATH,
    SIGN_INS_PATH,
    STREAM_PATH,
    pin_path,
)
from kiosk_agent.protocol.problem import Problem, ProblemCode
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import ServedRoom, open_room

PATHS = (ENROLMENTS_PATH, SIGN_INS_PATH, pin_path("x"), EVENTS_PATH, SCREENS_PATH, f"{KIOSK_PREFIX}%ff", STREAM_PATH)
ANSWER: TypeAdapter[EventReceipt | Problem] = TypeAdapter(EventReceipt | Problem)
WORDS = st.sampled_from(["events", "event_id", "body", "kind", "attempt", "draft", "source", "number", "pin", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)
EVENT = st.fixed_dictionaries({"event_id": st.uuids().map(str)}, optional={"body": JSON, "sequence": JSON, "x": JSON})
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON.map(lambda value: TypeAdapter(object).dump_json(value)),
    st.lists(EVENT, max_size=3).map(lambda events: TypeAdapter(object).dump_json({"events": events})),
)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskClient]:
    served = ServedRoom(open_room(tmp_path_factory.mktemp("site") / "classroom"))
    served.start()
    yield served.kiosk()
    served.stop()
    served.classroom.database.close()


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), body=BODIES)
def test_every_answer_is_of_the_protocol(kiosk: KioskClient, path: str, body: bytes) -> None:
    answer = kiosk.post(path, body)
    read = ANSWER.validate_json(answer.content)
    if isinstance(read, Problem):
        assert answer.status_code in range(400, 500)
        assert read.code is not ProblemCode.INTERNAL
        assert read.hint
    else:
        assert answer.status_code == 200


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]), unique=True, min_size=1),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120).map(str.strip),
)
def test_no_signature_header_breaks_the_check(kiosk: KioskClient, names: list[str], value: str) -> None:
    request = kiosk.http.build_request("POST", EVENTS_PATH, content=b"{}")
    signed = kiosk.signer.signed(request)
    for name in names:
        signed.headers[name] = value
    answer = kiosk.http.send(signed, auth=None)
    assert (answer.status_code, Problem.model_validate_json(answer.content).code) == (401, "signature_invalid")

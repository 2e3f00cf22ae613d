"""Forged, replayed, late and broken requests."""

import base64
import json
from datetime import UTC, datetime, timedelta

import httpx

from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, EVENTS_PATH, KIOSK_PREFIX, SIGN_INS_PATH, STREAM_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import ServerTime
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import ServedRoom


def signed_request(kiosk: KioskClient, path: str, content: bytes) -> httpx.Request:
    request = kiosk.http.build_request("POST", path, content=content)
    return kiosk.signer.signed(request)


def send_as_it_is(kiosk: KioskClient, request: httpx.Request) -> httpx.Response:
    return kiosk.http.send(request, auth=None)


def test_a_replayed_request_is_refused(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    body = json.dumps({"number": "1", "pin": "135790", "language": "en"}).encode()
    request = signed_request(kiosk, SIGN_INS_PATH, body)
    assert problem(send_as_it_is(kiosk, request)).code is ProblemCode.NO_SESSION
    assert problem(send_as_it_is(kiosk, request)).code is ProblemCode.REQUEST_REPLAYED


def test_a_changed_body_path_or_method_does_not_fit_the_signature(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    for path, method, body in (
        (SIGN_INS_PATH, "POST", b'{"changed": 1}'),
        (EVENTS_PATH, "POST", b"{}"),
        (f"{SIGN_INS_PATH}?x=1", "POST", b"{}"),
    ):
        headers = signed_request(kiosk, SIGN_INS_PATH, b"{}").headers
        headers.pop("content-length")
        changed = kiosk.http.build_request(method, path, content=body, headers=headers)
        assert problem(send_as_it_is(kiosk, changed)).code is ProblemCode.SIGNATURE_INVALID, path


def test_a_forged_attempt_of_another_key_is_refused_and_nothing_is_kept(served: ServedRoom) -> None:
    kiosk, forger = served.kiosk(), served.kiosk(approved=False)
    forger.signer.key_id = kiosk.signer.key_id
    answer = forger.post(EVENTS_PATH, json.dumps({"events": []}))
    assert problem(answer).code is ProblemCode.SIGNATURE_INVALID
    assert served.count("received_events") == 0


def test_a_request_that_leaves_something_unsigned_is_refused(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    for missing in kiosk.signer.covered:
        kiosk.signer.covered = tuple(part for part in ("@method", "@path", "content-digest") if part != missing)
        if missing != "content-digest":  # the client's library adds that one by itself
            assert problem(kiosk.http.get(STREAM_PATH)).code is ProblemCode.SIGNATURE_INVALID
    assert problem(kiosk.http.get(STREAM_PATH, auth=None)).code is ProblemCode.SIGNATURE_INVALID


def test_kiosk_clocks_of_2010_and_2040_work_once_they_have_asked_for_the_time(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    for year in (2010, 2040):
        kiosk.signer.clock_off = datetime(year, 1, 1, tzinfo=UTC) - datetime.now(UTC)
        answer = kiosk.try_sign_in("1", "135790")
        assert (answer.status_code, problem(answer).code) == (401, ProblemCode.CLOCK_SKEW)
        told = ServerTime.model_validate_json(kiosk.http.get(TIME_PATH, auth=None).content).now
        kiosk.signer.clock_off = told - datetime.now(UTC)
        assert problem(kiosk.try_sign_in("1", "135790")).code is ProblemCode.NO_SESSION


def test_a_signature_is_good_for_some_minutes_and_never_before_its_time(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    served.clock.stop()
    for seconds, code in (
        (-CLOCK_SKEW_SECONDS - 10, ProblemCode.CLOCK_SKEW),
        (-CLOCK_SKEW_SECONDS + 10, ProblemCode.NO_SESSION),
        (0, ProblemCode.NO_SESSION),
        (2, ProblemCode.CLOCK_SKEW),
    ):
        kiosk.signer.clock_off = timedelta(seconds=seconds)
        assert problem(kiosk.try_sign_in("1", "135790")).code is code


def test_setting_the_servers_clock_turns_no_kiosk_away(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    for hours in (-3, 5, 0):
        served.clock.ahead = timedelta(hours=hours)
        assert problem(kiosk.try_sign_in("1", "135790")).code is ProblemCode.NO_SESSION


def test_what_was_signed_is_not_taken_again_when_the_clock_is_set_back_to_when_it_was(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    request = signed_request(kiosk, SIGN_INS_PATH, b'{"number": "1", "pin": "135790", "language": "en"}')
    assert problem(send_as_it_is(kiosk, request)).code is ProblemCode.NO_SESSION
    served.clock.ahead = timedelta(hours=1)
    assert problem(kiosk.try_sign_in("1", "135790")).code is ProblemCode.NO_SESSION
    # Meanwhile its nonce was forgotten.
    served.parts.seen_nonces.approved._used.clear()
    served.clock.ahead = timedelta(0)
    assert problem(send_as_it_is(kiosk, request)).code is ProblemCode.CLOCK_SKEW
    assert problem(kiosk.try_sign_in("1", "135790")).code is ProblemCode.NO_SESSION


def test_a_signature_that_fits_any_key_of_small_order_is_none(served: ServedRoom) -> None:
    served.open_for_kiosks()
    kiosk = served.kiosk(approved=False)
    identity = b"\x01" + bytes(31)
    kiosk.signer.key_id = base64.urlsafe_b64encode(identity).rstrip(b"=").decode()
    request = signed_request(kiosk, ENROLMENTS_PATH, json.dumps({"public_key": kiosk.signer.key_id}).encode())
    # Of that key, this signature fits every message.
    request.headers["signature"] = f"outset=:{base64.b64encode(identity + bytes(32)).decode()}:"
    assert problem(send_as_it_is(kiosk, request)).code is ProblemCode.SIGNATURE_INVALID
    assert served.count("kiosks") == 0


def test_another_host_is_answered_with_no_redirect(served: ServedRoom) -> None:
    kiosk = served.kiosk(approved=False)
    for path in ("/", "/kiosks", "/sign-in", "/log/"):
        answer = kiosk.http.get(path, headers={"host": "evil.example"}, auth=None)
        assert (answer.status_code, "location" in answer.headers, "evil" in answer.text) == (421, False, False), path


def test_broken_json_and_broken_utf8_are_refused_with_a_next_step(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    for path in (EVENTS_PATH, SIGN_INS_PATH):
        for body in (b"{", b"\xff\xfe{}", b"[]", b'{"number": "\xc3("}', b"null", b"[" * 5000, b""):
            answer = kiosk.post(path, body)
            assert (answer.status_code, problem(answer).code) == (400, ProblemCode.REQUEST_INVALID), (path, body[:20])
            assert problem(answer).hint


def test_a_refusal_never_repeats_what_was_typed(served: ServedRoom) -> None:
    answer = served.kiosk().post(SIGN_INS_PATH, json.dumps({"number": "1", "pin": "12x456", "language": "en"}))
    assert problem(answer).code is ProblemCode.REQUEST_INVALID
    assert "12x456" not in answer.text


def test_a_path_that_is_not_of_the_protocol_gets_a_problem(served: ServedRoom) -> None:
    answer = served.kiosk().http.get(f"{KIOSK_PREFIX}secrets")
    assert (answer.status_code, problem(answer).code) == (404, ProblemCode.REQUEST_INVALID)

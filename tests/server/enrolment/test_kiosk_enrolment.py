"""How a kiosk becomes known, and who is not listened to."""

import base64
import json
import ssl
from datetime import timedelta

import httpx
import pytest

from classroom_server.audit import service as audit
from classroom_server.kiosks import enrolment_window
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.fingerprint import raw_key
from classroom_server.kiosks.schemas import ApprovalOutcome
from kiosk_agent.protocol.enrolment import Approval, EnrolmentReply, EnrolmentRequest
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, STREAM_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import TRAINER, Room, ServedRoom


def test_a_kiosk_waits_until_a_person_has_compared_its_fingerprint(served: ServedRoom) -> None:
    kiosk = served.kiosk(approved=False)
    first = kiosk.enrol()
    assert (first.approval, first.name) == (Approval.PENDING, "Kiosk 01")
    assert problem(kiosk.http.get(STREAM_PATH)).code is ProblemCode.KIOSK_NOT_APPROVED
    assert served.approve(first.kiosk_id, "-".join(kiosk.words[-2:]).upper()) is ApprovalOutcome.APPROVED
    again = kiosk.enrol()
    assert (again.kiosk_id, again.approval) == (first.kiosk_id, Approval.APPROVED)
    assert served.count("kiosks") == 1


def test_another_machines_words_approve_nothing(served: ServedRoom) -> None:
    kiosk, other = served.kiosk(approved=False), served.kiosk(approved=False)
    kiosk_id = kiosk.kiosk_id
    assert served.approve(kiosk_id, " ".join(other.words)) is ApprovalOutcome.FINGERPRINT_DIFFERS
    assert served.approve(kiosk_id, " ".join(kiosk.words[:2])) is ApprovalOutcome.FINGERPRINT_DIFFERS
    assert served.approve(kiosk_id, kiosk.words[-1]) is ApprovalOutcome.FINGERPRINT_DIFFERS
    assert served.approve(kiosk_id, "") is ApprovalOutcome.FINGERPRINT_DIFFERS
    assert kiosk.enrol().approval is Approval.PENDING
    with served.classroom.database.read() as work:
        assert audit.page(work)[0].action == "fingerprint_differed"


def test_a_refused_kiosk_is_told_so_and_gets_nothing(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    with served.classroom.database.write(TRAINER) as work:
        kiosks.refuse(work, kiosk.kiosk_id)
    assert kiosk.enrol().approval is Approval.REFUSED
    assert problem(kiosk.try_sign_in("1", "134679")).code is ProblemCode.KIOSK_NOT_APPROVED


def test_a_kiosk_tells_by_which_addresses_it_is_woken_and_when_those_change(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    kiosk_id = kiosk.kiosk_id
    assert addresses_of(served, kiosk_id) == ()
    for told in (("52:54:00:12:34:56", "02:00:5e:10:00:01"), ("02:00:5e:10:00:02",), ()):
        kiosk.wired_addresses = told
        kiosk.enrol()
        assert addresses_of(served, kiosk_id) == told


def addresses_of(served: ServedRoom, kiosk_id: str) -> tuple[str, ...]:
    with served.classroom.database.read() as work:
        return kiosks.find(work, kiosk_id).wired_addresses


@pytest.mark.parametrize(
    "told", [("ff:ff:ff:ff:ff:ff",), ("01:00:5e:00:00:01",), ("52:54:00:12:34",), ("02:00:5e:10:00:01",) * 5]
)
def test_what_is_no_address_of_one_card_is_refused(served: ServedRoom, told: tuple[str, ...]) -> None:
    kiosk = served.kiosk()
    request = {"public_key": kiosk.signer.key_id, "wired_addresses": told}
    assert problem(kiosk.post(ENROLMENTS_PATH, json.dumps(request))).code is ProblemCode.REQUEST_INVALID


def test_a_newer_image_says_more_than_the_server_knows_and_is_let_in(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    of_later = {"public_key": kiosk.signer.key_id, "image_version": "later-9", "acts": ["dance"], "colour": {"a": [1]}}
    answer = kiosk.post(ENROLMENTS_PATH, json.dumps(of_later))
    reply = EnrolmentReply.model_validate_json(answer.content)
    assert reply.approval is Approval.APPROVED
    with served.classroom.database.read() as work:
        assert kiosks.find(work, reply.kiosk_id).image_version == "later-9"


def test_an_unknown_kiosk_is_told_that_it_is(served: ServedRoom) -> None:
    answer = served.kiosk(approved=False).http.get(STREAM_PATH)
    assert (answer.status_code, problem(answer).code) == (401, ProblemCode.KIOSK_UNKNOWN)
    assert problem(answer).hint


def test_nobody_enrols_a_key_that_is_not_theirs(served: ServedRoom) -> None:
    kiosk, victim = served.kiosk(approved=False), served.kiosk(approved=False)
    request = EnrolmentRequest(public_key=victim.signer.key_id)
    answer = kiosk.post(ENROLMENTS_PATH, request.model_dump_json())
    assert problem(answer).code is ProblemCode.SIGNATURE_INVALID
    assert served.count("kiosks") == 0


def test_waiting_kiosks_are_bounded_and_silent_ones_make_room(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosks, "WAITING_MAXIMUM", 3)
    requests = [EnrolmentRequest(public_key=KioskClient("https://x", room.ca_path).signer.key_id) for _ in range(5)]
    room.open_for_kiosks()
    for request in requests[:3]:
        with room.classroom.database.write(TRAINER) as work:
            kiosks.enrol(work, request)
    with pytest.raises(Exception, match="wait for approval") as refused, room.classroom.database.write(TRAINER) as work:
        kiosks.enrol(work, requests[3])
    assert refused.value.problem.retry_after_seconds  # type: ignore[attr-defined]
    room.clock.ahead = 2 * kiosks.SILENT_AFTER
    assert timedelta(minutes=enrolment_window.WINDOW_MINUTES) > 2 * kiosks.SILENT_AFTER
    with room.classroom.database.write(TRAINER) as work:
        kiosks.enrol(work, requests[4])
    assert room.count("kiosks") == 3


def test_a_kiosk_gives_itself_no_name_whatever_it_proposes(served: ServedRoom) -> None:
    names = {served.kiosk(approved=False).enrol("x;=1+1;y").name for _ in range(3)}
    assert names == {"Kiosk 01", "Kiosk 02", "Kiosk 03"}


def test_a_new_kiosk_gets_no_name_that_is_taken_for_another_ones(served: ServedRoom) -> None:
    served.kiosk(name="Kiosk 1")
    served.kiosk(name="KIOSK  002")
    new = served.kiosk(approved=False)
    assert new.enrol().name == "Kiosk 03"


def test_what_a_kiosk_says_of_its_image_turns_no_text_round(served: ServedRoom) -> None:
    kiosk = served.kiosk(approved=False)
    kiosk.post(ENROLMENTS_PATH, json.dumps({"public_key": kiosk.signer.key_id, "image_version": "1.0\u202e<b>"}))
    with served.classroom.database.read() as work:
        assert kiosks.every(work)[0].image_version == "1.0??b?"


def test_a_key_that_anybody_can_sign_for_is_none() -> None:
    for raw in (
        bytes(32),
        b"\x01" + bytes(31),
        bytes(31) + b"\x80",
        b"\xec" + b"\xff" * 30 + b"\x7f",
        b"\xec" + b"\xff" * 31,
    ):
        with pytest.raises(ValueError, match="anybody"):
            raw_key(base64.urlsafe_b64encode(raw).rstrip(b"=").decode())


def test_only_the_sites_own_authority_vouches_for_the_server(served: ServedRoom) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{served.url}{TIME_PATH}", verify=ssl.create_default_context())

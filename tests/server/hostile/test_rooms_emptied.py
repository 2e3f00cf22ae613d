"""Everyone out, raced: by learners who are typing their PIN, and where it cannot be written down."""

import threading

import pytest

from classroom_server.core.secret_hashes import SecretHasher
from classroom_server.everyone_out import service
from kiosk_agent.errors import StorageFull
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient

CLASS = 6


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    return TrainerClient.signed_in(served.url, served)


def press(served: ServedRoom, ana: TrainerClient, token: str) -> str:
    path = f"/rooms/{served.first_room_id()}/out"
    answer = ana.http.post(path, data={"form_token": token}, headers={"accept": "application/json"})
    return str(answer.json()["text"])


def test_nobody_signs_in_in_a_room_that_is_told_to_lock_though_that_cannot_be_written(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip, kiosk = served.add_learner("7"), served.kiosk()
    served.start_session()
    token = ana.form_token()

    def find_no_room(*_facts: object) -> None:
        raise StorageFull("the disk takes no more", hint="free some space")

    with monkeypatch.context() as full:
        full.setattr(service, "send_out", find_no_room)
        assert "told to lock" in press(served, ana, token)
    # An honest kiosk does not ask; what is kept of a learner is not given to one that does.
    assert served.open_session() is not None
    assert problem(kiosk.try_sign_in("7", slip.pin)).code is ProblemCode.NO_SESSION
    press(served, ana, token)
    # The next class is another session, and open as ever.
    served.start_session()
    assert kiosk.try_sign_in("7", slip.pin).is_success


def test_whoever_is_between_the_two_halves_of_a_sign_in_is_not_let_in(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats: list[tuple[KioskClient, str, str]] = []
    for number in range(1, CLASS + 1):
        slip = served.add_learner(str(number))
        seats.append((served.kiosk(), slip.number, slip.pin))
    served.start_session()
    token, typed, is_out = ana.form_token(), threading.Barrier(CLASS + 1), threading.Event()

    def fits(_hasher: SecretHasher, _stored: str | None, _secret: str) -> bool:
        typed.wait()
        is_out.wait()
        return True

    codes: list[ProblemCode] = []

    def sign_in(kiosk: KioskClient, number: str, pin: str) -> None:
        codes.append(problem(kiosk.try_sign_in(number, pin)).code)

    monkeypatch.setattr(SecretHasher, "fits", fits)
    learners = [threading.Thread(target=sign_in, args=seat) for seat in seats]
    for each in learners:
        each.start()
    typed.wait()
    press(served, ana, token)
    is_out.set()
    for each in learners:
        each.join()
    assert codes == [ProblemCode.NO_SESSION] * CLASS
    assert [tile.sign_in_id for tile in served.view().tiles] == [None] * CLASS

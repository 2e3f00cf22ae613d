"""Somebody at work: a trainer at their page, a kiosk, and a learner who is signed in there.

A folder's conftest.py takes them over by name.
"""

import pytest

from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    """Give a trainer who is signed in."""
    return TrainerClient.signed_in(served.url, served)


@pytest.fixture
def kiosk(served: ServedRoom) -> KioskClient:
    """Give a kiosk with a name."""
    return served.kiosk(name="Window seat")


@pytest.fixture
def sign_in_id(served: ServedRoom, kiosk: KioskClient) -> str:
    """Give the sign-in of learner 101 there, in a session."""
    slip = served.add_learner("101")
    served.start_session()
    return kiosk.sign_in(slip.number, slip.pin).sign_in_id

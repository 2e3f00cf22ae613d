"""A page draws only the acts, and the ways to pages, that its visitor may have: each is tried through the one table."""

import re
import uuid
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from http import HTTPStatus
from types import MappingProxyType

import pytest

from classroom_server.app import create_app
from classroom_server.core import permissions
from classroom_server.core.live.presence import Presence
from classroom_server.core.permissions import MAY, Permission
from classroom_server.everyone_out import service as everyone_out
from classroom_server.kiosks import service as kiosks
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.timetable import service as timetable
from classroom_server.timetable.schemas import SlotFacts
from kiosk_agent.protocol.events import HandRaised
from tests.support.server.kiosk_client import attempt
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.staff_routes import StaffRoute, staff_routes
from tests.support.server.trainer_client import TrainerClient


class Offered(HTMLParser):
    """What can be pressed within a page's main part: (method, path)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.acts: set[tuple[str, str]] = set()
        self._form = ("GET", "")
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self._form = ((facts.get("method") or "get").upper(), facts.get("action") or "")
        elif tag == "button" and facts.get("type") != "button":
            method = (facts.get("formmethod") or self._form[0]).upper()
            self._take(method, facts.get("formaction") or self._form[1])
        elif tag == "a":
            self._take("GET", facts.get("href") or "")

    def _take(self, method: str, address: str) -> None:
        path = re.split("[?#]", address)[0]
        if path:
            self.acts.add((method, path))


@pytest.fixture
def pages(served: ServedRoom) -> list[str]:
    """Give every page on which something can be done, in a lesson that gives each something to do."""
    ana, ben, cora = (served.add_learner(number) for number in ("1", "2", "3"))
    kiosk, refused = served.kiosk(name="Kiosk 1"), served.kiosk(name="Kiosk 2")
    served.kiosk(approved=False).enrol()
    here, refused_id = kiosk.kiosk_id, refused.kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        first, second = rooms.every(work)[0].room_id, rooms.add(work, "Workshop").room_id
        kiosks.refuse(work, refused_id)
        suspensions.suspend(work, cora.learner_id, SuspensionReason.OTHER, None)
        slot = SlotFacts(served.cohort_id(), 0, 9 * 60, 10 * 60, "", timetable.today(work), None)
        timetable.add_slots(work, second, [0], slot)
        timetable.add_holiday(work, None, timetable.today(work), timetable.today(work))
        sessions.start(work, second, served.cohort_id(), 60)
        everyone_out.send_out(work, Presence(), second)
        (out,) = everyone_out.without_reason(work, second)
    session = served.start_session()
    sign_in_id = kiosk.sign_in(ana.number, ana.pin).sign_in_id
    kiosk.send(kiosk.event(sign_in_id, HandRaised()))
    # What nobody is signed in for is set aside.
    kiosk.send(kiosk.event(str(uuid.uuid4()), attempt()))
    return [
        *(f"/rooms/{first}", f"/rooms/{second}", f"/rooms/{first}/plan", f"/rooms/{first}/kiosks/{here}", "/rooms"),
        *("/kiosks", f"/kiosks/{refused_id}/approve", f"/kiosks/{here}/move", f"/kiosks/{here}/retire"),
        *("/learners", f"/learners/{ana.learner_id}", f"/learners/{ben.learner_id}", f"/learners/{cora.learner_id}"),
        *(f"/rooms/{first}/out", f"/out/{out.out_id}", f"/sessions/{session.session_id}/end"),
        *(f"/timetable/{second}", "/set-aside", "/log"),
    ]


def permissions_offered(
    ana: TrainerClient, pages: Iterable[str], routes: list[StaffRoute]
) -> dict[Permission, dict[str, str]]:
    """Return what the acts on these pages need: page -> an act of it."""
    found: dict[Permission, dict[str, str]] = {}
    for address in pages:
        answer = ana.http.get(address)
        if answer.status_code != HTTPStatus.FORBIDDEN:
            assert answer.status_code == HTTPStatus.OK, address
            for method, path in Offered(answer.text).acts:
                for needed in asked_for(routes, method, path):
                    found.setdefault(needed, {})[address] = f"{method} {path}"
    return found


def asked_for(routes: list[StaffRoute], method: str, path: str) -> tuple[Permission, ...]:
    for route in routes:
        if route.method == method and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", route.path), path):
            return route.asked
    raise AssertionError(f"no route answers {method} {path}")


def test_each_act_is_drawn_for_who_may_do_it_and_for_nobody_else(
    served: ServedRoom, ana: TrainerClient, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = list(staff_routes(create_app(served.parts).routes))
    acts = {route.asked[0] for route in routes if route.method == "POST" and route.asked}
    offered = permissions_offered(ana, pages, routes)
    assert acts - set(offered) == set()
    left = {}
    for permission, where in offered.items():
        monkeypatch.setattr(permissions, "MAY", MappingProxyType({**MAY, permission: ()}))
        left[permission] = permissions_offered(ana, where, routes).get(permission)
    assert {permission: found for permission, found in left.items() if found} == {}

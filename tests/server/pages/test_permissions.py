"""Who may do what: every route of staff's names its permission, and the one table decides."""

import json
import re
from http import HTTPStatus
from types import MappingProxyType

import pytest

from classroom_server.accounts import service as accounts
from classroom_server.accounts.visitors import is_use
from classroom_server.app import create_app
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import permissions
from classroom_server.core.actors import COMMAND, Actor, StaffRole
from classroom_server.core.errors import NotAllowed
from classroom_server.core.live.events import ROOM
from classroom_server.core.permissions import MAY, Permission
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.staff_routes import StaffRoute, staff_routes
from tests.support.server.trainer_client import PASSWORD, TrainerClient

# What needs no permission: to come in and go, one's own password, and how one's own browser shows the pages.
FREE = {
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /visit",
    "GET /password",
    "POST /password",
    "POST /language",
    "POST /look",
}
# What commands at the server do and no page does yet.
OF_COMMANDS = {Permission.CREATE_ACCOUNT, Permission.RESET_PASSWORD}
MENU = {
    "/": Permission.SEE_ROOM,
    "/timetable": Permission.SEE_TIMETABLE,
    "/kiosks": Permission.SEE_KIOSKS,
    "/learners": Permission.SEE_LEARNERS,
    "/log": Permission.READ_LOG,
}
SAID = {
    "en": ("Your account may not do this", "ask IT"),
    "es": ("Tu cuenta no puede hacer esto", "pídeselo a informática"),
}


def with_permission(room: Room) -> list[StaffRoute]:
    return [route for route in staff_routes(create_app(room.parts).routes) if str(route) not in FREE]


def act_as(monkeypatch: pytest.MonkeyPatch, *roles: StaffRole) -> None:
    monkeypatch.setattr(accounts, "roles_of", lambda _account: roles)


def forbid(monkeypatch: pytest.MonkeyPatch, *forbidden: Permission) -> None:
    """Take acts from trainers, in the table."""
    none: tuple[StaffRole, ...] = ()
    monkeypatch.setattr(permissions, "MAY", MappingProxyType({**MAY, **dict.fromkeys(forbidden, none)}))


def status_of(ana: TrainerClient, route: StaffRoute) -> int:
    """Ask without reading on: a stream would not end."""
    form = {"form_token": ana.form_token("/password")} if route.method == "POST" else None
    with ana.http.stream(route.method, route.address, data=form) as answer:
        return answer.status_code


def test_every_route_names_one_permission_but_those_that_need_none(room: Room) -> None:
    every = list(staff_routes(create_app(room.parts).routes))
    assert {str(route): route.asked for route in every if (len(route.asked) == 1) is (str(route) in FREE)} == {}
    assert {str(route) for route in every} >= FREE
    assert {permission for route in every for permission in route.asked} == set(Permission) - OF_COMMANDS


def test_the_table_has_every_act_and_each_is_somebodys() -> None:
    assert set(MAY) == set(Permission)
    assert [act for act, roles in MAY.items() if not roles or len(set(roles)) != len(roles)] == []


@pytest.mark.parametrize("roles", [*((role,) for role in StaffRole), ()], ids=str)
def test_each_route_answers_as_the_table_says(
    roles: tuple[StaffRole, ...], served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_as(monkeypatch, *roles)
    for route in with_permission(served):
        may = any(role in MAY[route.asked[0]] for role in roles)
        assert (status_of(ana, route) != HTTPStatus.FORBIDDEN) is may, route


def test_each_route_asks_the_table_for_its_own_act(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for route in with_permission(served):
        forbid(monkeypatch, *set(Permission) - set(route.asked))
        assert status_of(ana, route) != HTTPStatus.FORBIDDEN, route
        forbid(monkeypatch, *route.asked)
        assert status_of(ana, route) == HTTPStatus.FORBIDDEN, route


def test_the_commands_acts_are_the_owners_alone(room: Room) -> None:
    account_id = ""
    for actor, may in ((COMMAND, True), (TRAINER, False), (Actor.account("nobody"), False)):
        with room.classroom.database.write(actor) as work:
            if may:
                account_id = accounts.create(work, "Bea").account.account_id
                accounts.reset_password(work, account_id)
                continue
            with pytest.raises(NotAllowed, match="create_account") as refused:
                accounts.create(work, "Cleo")
            assert "ask IT" in refused.value.hint
            with pytest.raises(NotAllowed, match="reset_password"):
                accounts.reset_password(work, account_id)


@pytest.mark.parametrize("language", SAID)
def test_a_refusal_says_the_next_step_and_nothing_of_what_was_asked_for(
    language: str, served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner_id = served.add_learner("7").learner_id
    forbid(monkeypatch, Permission.SEE_WORK)
    said = []
    for asked in (learner_id, "nobody"):
        answer = ana.http.get(f"/learners/{asked}", headers={"accept-language": language})
        assert answer.status_code == HTTPStatus.FORBIDDEN
        said += re.findall(r"<main.*</main>", answer.text, re.DOTALL)
    assert said[0] == said[1]
    assert all(words in said[0] for words in SAID[language])
    assert 'href="/"' in said[0]
    assert "Learner 7" not in said[0]


def test_a_refused_act_changes_nothing_and_is_in_the_log(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, Permission.ADD_COHORT)
    assert ana.post("/learners", "/cohorts", name="Evenings").status_code == HTTPStatus.FORBIDDEN
    assert served.count("cohorts") == 0
    with served.classroom.database.read() as work:
        row = audit.page(work, limit=1)[0]
        (account,) = accounts.every(work)
    assert (row.action, row.actor, row.subject) == (Action.ACT_REFUSED, str(account.actor), "")
    assert json.loads(row.facts) == {"permission": "add_cohort"}
    assert "tried what this account may not do" in ana.http.get("/log").text


def test_a_page_that_asks_by_itself_does_not_fill_the_log(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_as(monkeypatch)
    before = served.count("audit_rows")
    by_itself = [route for route in with_permission(served) if not is_use(route.path)]
    assert [status_of(ana, route) for route in by_itself] == [HTTPStatus.FORBIDDEN] * len(by_itself)
    assert by_itself
    assert served.count("audit_rows") == before


def test_an_open_room_ends_when_it_may_not_be_seen_any_more(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ana.http.stream("GET", f"/rooms/{served.first_room_id()}/stream") as answer:
        lines = answer.iter_lines()
        assert any(line == "event: pending" for line in lines)
        forbid(monkeypatch, Permission.SEE_ROOM)
        served.classroom.hub.publish(frozenset({ROOM}))
        assert [line for line in lines if line.startswith("event:")][-1] == "event: ended"


@pytest.mark.parametrize("hidden", MENU)
def test_the_menu_shows_what_the_visitor_may_open_and_nothing_else(
    hidden: str, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert links_of(ana) == list(MENU)
    forbid(monkeypatch, MENU[hidden])
    assert links_of(ana) == [address for address in MENU if address != hidden]


def links_of(ana: TrainerClient) -> list[str]:
    return re.findall(r'<a href="([^"]+)" data-testid="nav-', ana.http.get("/password").text)


def test_whoever_may_not_see_the_room_begins_at_the_first_page_of_theirs(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, *set(MENU.values()) - {Permission.READ_LOG})
    other = TrainerClient(served.url, served.ca_path)
    assert other.sign_in("Ana", PASSWORD).headers["location"] == "/log"
    assert '<a class="brand" href="/log">' in other.http.get("/password").text
    refused = other.http.get("/").text
    assert '<a class="button" href="/log">Go to a page that you may open</a>' in refused
    act_as(monkeypatch)
    assert ana.http.get("/sign-in").headers["location"] == "/password"

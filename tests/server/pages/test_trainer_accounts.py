"""Trainers' accounts: none by default, a first password that must go, visits that end, wrong tries that slow."""

import unicodedata
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from classroom_server.__main__ import TAKEN, main
from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import LoggedIn, LogInRefused, LogInSource, PasswordOutcome, Visit
from classroom_server.core.actors import COMMAND
from classroom_server.core.errors import RefusalCode, Refused
from tests.support.server.rooms import TRAINER, Room

NEW = "a long walk by the sea"
CHANGED = PasswordOutcome.CHANGED


def test_a_one_time_password_lets_somebody_in_once_and_not_after_a_week(room: Room) -> None:
    used, late = room.create_account("Ana"), room.create_account("Berta")
    log_in(room, used)
    assert accounts.log_in(room.classroom.database, "Ana", used) == LogInRefused(is_spent=True)
    room.clock.ahead = accounts.ONE_TIME_LASTS
    assert accounts.log_in(room.classroom.database, "Berta", late) == LogInRefused(is_spent=True)


def test_a_change_of_password_ends_the_visits_elsewhere(room: Room) -> None:
    first = room.create_account("Ana")
    here = log_in(room, first)
    accounts.change_password(room.classroom.database, here.visit, first, NEW)
    elsewhere = log_in(room, NEW)
    assert accounts.change_password(room.classroom.database, here.visit, NEW, f"{NEW} again") is CHANGED
    assert visit_of(room, elsewhere.token) is None
    assert visit_of(room, here.token) is not None


def test_a_password_with_accents_is_one_however_the_keyboard_sends_it(room: Room) -> None:
    whole, apart = (unicodedata.normalize(form, "contraseña más larga") for form in ("NFC", "NFD"))
    assert whole != apart
    first = room.create_account("Ana")
    visit = log_in(room, first).visit
    assert accounts.change_password(room.classroom.database, visit, first, whole) is CHANGED
    assert visit_of(room, log_in(room, apart).token) is not None
    assert accounts.change_password(room.classroom.database, visit, whole, apart) is PasswordOutcome.SAME
    longest = "".join(map("".join, permutations("áéíóúñ", 3)))[: accounts.PASSWORD_CHARACTERS_MAXIMUM]
    apart = unicodedata.normalize("NFD", longest)
    assert accounts.change_password(room.classroom.database, visit, whole, apart) is CHANGED
    assert visit_of(room, log_in(room, longest).token) is not None


def test_signing_in_again_ends_the_visit_that_the_browser_had(room: Room) -> None:
    first = room.create_account("Ana")
    old = log_in(room, first)
    accounts.change_password(room.classroom.database, old.visit, first, NEW)
    again = accounts.log_in(room.classroom.database, "Ana", NEW, LogInSource(visit_token=old.token))
    assert isinstance(again, LoggedIn)
    assert visit_of(room, old.token) is None


def test_a_page_that_keeps_itself_up_to_date_is_no_use_of_a_visit(room: Room) -> None:
    token = log_in(room, room.create_account("Ana")).token
    for _ in range(2):
        room.clock.ahead += timedelta(minutes=40)
        still = accounts.find_visit(room.classroom.database, token, is_use=False)
    assert still is None


def log_in(room: Room, password: str, name: str = "Ana") -> LoggedIn:
    outcome = accounts.log_in(room.classroom.database, name, password)
    assert isinstance(outcome, LoggedIn)
    return outcome


def visit_of(room: Room, token: str) -> Visit | None:
    return accounts.find_visit(room.classroom.database, token)


def test_command_prints_the_password_alone_and_ends_with_a_code_of_its_own_for_a_name_that_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", "--folder", str(tmp_path)]) == 0
    capsys.readouterr()
    create = ["accounts", "create", "rosa", "--folder", str(tmp_path)]
    assert main(create) == 0
    password, end = capsys.readouterr().out.split("\n")
    assert (len(password.split()), end) == (1, "")
    assert main(create) == TAKEN
    assert capsys.readouterr().out == ""


def test_no_account_exists_until_somebody_makes_one(room: Room) -> None:
    with room.classroom.database.read() as work:
        assert accounts.every(work) == ()
    for name, password in (("admin", "admin"), ("trainer", "trainer"), ("root", ""), ("", "")):
        assert isinstance(accounts.log_in(room.classroom.database, name, password), LogInRefused)


def test_the_first_password_must_be_changed_and_is_then_worth_nothing(room: Room) -> None:
    first = room.create_account("Ana")
    here = log_in(room, first, "  aNA ")
    assert here.visit.account.must_change_password
    database = room.classroom.database
    assert accounts.change_password(database, here.visit, first, NEW) is PasswordOutcome.CHANGED
    visit = visit_of(room, here.token)
    assert visit is not None
    assert not visit.account.must_change_password
    assert isinstance(accounts.log_in(database, "Ana", first), LogInRefused)
    assert not log_in(room, NEW).visit.account.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("right", "short", PasswordOutcome.TOO_SHORT),
        ("right", "x" * 201, PasswordOutcome.TOO_LONG),
        ("right", "x" * 20, PasswordOutcome.TOO_EASY),
        ("right", "i am Ana, the trainer", PasswordOutcome.TOO_EASY),
        ("right", "password1234", PasswordOutcome.TOO_EASY),
        ("right", "P4ssw0rd!2026", PasswordOutcome.TOO_EASY),
        ("right", "contraseña123", PasswordOutcome.TOO_EASY),
        ("right", "qwertyuiop12", PasswordOutcome.TOO_EASY),
        ("right", "123456789012", PasswordOutcome.TOO_EASY),
        ("right", "abcabcabcabc", PasswordOutcome.TOO_EASY),
        ("right", "PrisonPrison2026", PasswordOutcome.TOO_EASY),
        ("right", "right", PasswordOutcome.SAME),
        ("wrong", NEW, PasswordOutcome.WRONG),
    ],
)
def test_unsuitable_passwords_are_named(room: Room, old: str, new: str, outcome: PasswordOutcome) -> None:
    first = room.create_account("Ana")
    visit = log_in(room, first).visit
    given = {"right": first, "wrong": "nobody's"}
    result = accounts.change_password(room.classroom.database, visit, given[old], given.get(new, new))
    assert result is outcome
    with room.classroom.database.read() as work:
        assert accounts.every(work)[0].must_change_password


def test_a_visit_ends_by_itself_when_idle_and_at_the_end_of_the_day(room: Room) -> None:
    first = room.create_account("Ana")
    assert accounts.change_password(room.classroom.database, log_in(room, first).visit, first, NEW) is CHANGED
    idle, busy = log_in(room, NEW), log_in(room, NEW)
    for _ in range(13):
        room.clock.ahead += timedelta(minutes=50)
        still = visit_of(room, busy.token)
        if room.clock.ahead < accounts.ABSOLUTE_LIMIT:
            assert still is not None
    assert visit_of(room, idle.token) is None
    room.clock.ahead = accounts.ABSOLUTE_LIMIT
    assert visit_of(room, busy.token) is None


def test_logging_out_ends_the_visit_and_tokens_are_not_stored(room: Room) -> None:
    logged_in = log_in(room, room.create_account("Ana"))
    with room.classroom.database.read() as work:
        dump = "\n".join(work.rows.connection().connection.iterdump())
    assert logged_in.token not in dump
    assert "$argon2id$" in dump
    with room.classroom.database.write(TRAINER) as work:
        accounts.log_out(work, logged_in.visit)
    assert visit_of(room, logged_in.token) is None


def test_wrong_passwords_slow_the_name_and_time_heals(room: Room) -> None:
    first = room.create_account("Ana")
    database = room.classroom.database
    room.clock.stop()
    outcomes = [accounts.log_in(database, "Ana", "wrong") for _ in range(4)]
    assert isinstance(outcomes[-1], LogInRefused)
    assert outcomes[-1].retry_after_seconds > 0
    assert isinstance(accounts.log_in(database, "ANA", first), LogInRefused)
    room.clock.ahead = timedelta(seconds=61)
    log_in(room, first)


def test_a_reset_gives_a_new_password_and_ends_every_visit(room: Room) -> None:
    visited = log_in(room, room.create_account("Ana"))
    with room.classroom.database.write(COMMAND) as work:
        again = accounts.reset_password(work, visited.visit.account.account_id)
    assert visit_of(room, visited.token) is None
    assert log_in(room, again.password).visit.account.must_change_password


def test_names_are_one_each_whatever_their_case(room: Room) -> None:
    room.create_account("Ana")
    for name, code in (("ANA", RefusalCode.NAME_TAKEN), ("", RefusalCode.NAME_UNSUITABLE), ("a\u202eb", None)):
        with pytest.raises(Refused) as refused:
            room.create_account(name)
        assert refused.value.code is (code or RefusalCode.NAME_UNSUITABLE)


def test_no_password_is_in_the_products_own_files() -> None:
    """A default account would have to be written somewhere: nothing in the server hashes a literal."""
    sources = Path(accounts.__file__).parents[1].rglob("*.py")
    assert not [path for path in sources if "$argon2" in path.read_text(encoding="utf-8")]

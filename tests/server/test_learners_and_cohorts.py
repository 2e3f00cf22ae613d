"""Learners, numbers over time, and files of them that are taken whole or not at all."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.secret_hashes import SecretHasher
from classroom_server.learners import import_file
from classroom_server.learners import service as learners
from classroom_server.learners.import_file import ImportLine
from classroom_server.learners.schemas import Imported, ImportRefused, LineFault, PinSlip
from classroom_server.sessions import service as sessions
from tests.support.server.rooms import TRAINER, Room


@pytest.fixture
def cohort_id(room: Room) -> str:
    with room.classroom.database.write(TRAINER) as work:
        return learners.add_cohort(work, "Mornings").cohort_id


def bring(room: Room, cohort_id: str, text: str | bytes) -> Imported | ImportRefused:
    content = text.encode() if isinstance(text, str) else text
    with room.classroom.database.write(TRAINER) as work:
        return learners.import_csv(work, cohort_id, content)


@pytest.mark.parametrize("text", [
    'number,name\n101,Ana\n102,"Ruiz, Bea"\n',
    "\ufeffNumber;Name\r\n101;Ana\r\n\r\n102;Ruiz, Bea\r\n",
    "number\tname\n 101 \t Ana \n102\tRuiz, Bea",
])  # fmt: skip
def test_a_file_as_office_programs_write_it_is_taken(room: Room, cohort_id: str, text: str) -> None:
    outcome = bring(room, cohort_id, text)
    assert isinstance(outcome, Imported)
    assert [(one.number, one.display_name) for one in outcome.learners] == [("101", "Ana"), ("102", "Ruiz, Bea")]
    assert not any(one.has_pin for one in outcome.learners)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("number,name\n1,Ana\n2\n3,Bea,x\n", [(3, LineFault.WRONG_COLUMNS), (4, LineFault.WRONG_COLUMNS)]),
        ("number,name\n1,Ana\n1,Bea\n", [(3, LineFault.NUMBER_TWICE)]),
        ("number,name\n\n\n1 2,Ana\n3,\n", [(4, LineFault.NUMBER_UNSUITABLE), (5, LineFault.NAME_UNSUITABLE)]),
        ("number,name\n1,a\x00b\n", [(2, LineFault.NAME_UNSUITABLE)]),
        ("name,number\nAna,1\n", [(1, LineFault.NO_HEADER)]),
        ("", [(1, LineFault.NO_HEADER)]),
        ("number,name\n", [(1, LineFault.NO_LINES)]),
        ('number,name\n1,"Ana\n2,Bea\n', [(0, LineFault.QUOTES_BROKEN)]),
        (b"number,name\n1,Ana\n2,Jos\xe9\n", [(3, LineFault.NOT_UTF8)]),
        ("number,name\n" + "x,y\n" * 501, [(0, LineFault.TOO_MANY_LINES)]),
        ("number,name\n" + "x" * 300_000, [(0, LineFault.FILE_TOO_LARGE)]),
        (b"PK\x03\x04\x14\x00\x06\x00", [(1, LineFault.NO_HEADER)]),
    ],
)
def test_a_broken_file_names_its_lines_and_changes_nothing(
    room: Room, cohort_id: str, text: str | bytes, faults: list[tuple[int, LineFault]]
) -> None:
    outcome = bring(room, cohort_id, text)
    assert isinstance(outcome, ImportRefused)
    assert [(error.line, error.fault) for error in outcome.errors] == faults
    assert room.count("learners") == 0


def test_a_number_that_a_learner_has_already_refuses_the_whole_file(room: Room, cohort_id: str) -> None:
    assert isinstance(bring(room, cohort_id, "number,name\n1,Ana\n"), Imported)
    outcome = bring(room, cohort_id, "number,name\n2,Bea\n1,Caro\n")
    assert isinstance(outcome, ImportRefused)
    assert [(error.line, error.fault) for error in outcome.errors] == [(3, LineFault.NUMBER_TAKEN)]
    assert room.count("learners") == 1


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: ("number,name\n" + text).encode())))
def test_any_file_is_either_learners_or_named_faults(content: bytes) -> None:
    outcome = import_file.read(content)
    if isinstance(outcome, ImportRefused):
        assert outcome.errors
    else:
        assert all(isinstance(line, ImportLine) and line.number and line.name for line in outcome)


def test_a_number_moves_to_another_learner_with_dates_and_is_never_a_key(room: Room, cohort_id: str) -> None:
    with room.classroom.database.write(TRAINER) as work:
        ana = learners.add(work, cohort_id, "101", "Ana")
        bea = learners.add(work, cohort_id, "102", "Bea")
        with pytest.raises(Refused) as refused:
            learners.give_number(work, bea.learner_id, "101")
        assert refused.value.code is RefusalCode.NUMBER_TAKEN
        learners.give_number(work, ana.learner_id, "A-7")
        learners.give_number(work, bea.learner_id, "101")
        assert [(one.display_name, one.number) for one in learners.every(work)] == [("Ana", "A-7"), ("Bea", "101")]
    assert room.count("learner_numbers") == 4


def test_a_learner_moves_to_another_cohort(room: Room, cohort_id: str) -> None:
    with room.classroom.database.write(TRAINER) as work:
        ana = learners.add(work, cohort_id, "101", "Ana")
        evenings = learners.add_cohort(work, "Evenings")
        assert learners.move(work, ana.learner_id, evenings.cohort_id).cohort_name == "Evenings"
        assert [(cohort.name, cohort.learners) for cohort in learners.cohorts(work)] == [
            ("Evenings", 1),
            ("Mornings", 0),
        ]
        with pytest.raises(Refused):
            learners.add_cohort(work, "EVENINGS")


def test_slips_for_a_missing_learner_change_nobodys_pin(room: Room, cohort_id: str) -> None:
    with room.classroom.database.write(TRAINER) as work:
        ana = learners.add(work, cohort_id, "101", "Ana")
    nobodys = PinSlip("nobody", "Nobody", "102", "482915")
    with room.classroom.database.read() as work, pytest.raises(Refused):
        learners.draw_up_slips(work, [ana.learner_id, "nobody"])
    with room.classroom.database.read() as work:
        slips = learners.draw_up_slips(work, [ana.learner_id])
    with pytest.raises(Refused):
        learners.give_pins(room.classroom.database, TRAINER, [*slips, nobodys])
    with room.classroom.database.read() as work:
        assert not learners.find(work, ana.learner_id).has_pin


def test_a_long_list_takes_hardly_more_statements_than_a_short_one(room: Room, cohort_id: str) -> None:
    statements: list[str] = []
    event.listen(room.classroom.database.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))

    def statements_for(numbers: range) -> int:
        statements.clear()
        content = "number,name\n" + "".join(f"{number},Learner {number}\n" for number in numbers)
        assert isinstance(bring(room, cohort_id, content), Imported)
        return len(statements)

    # A class waits for the transaction to end: one of 500 learners once held it for seconds.
    assert statements_for(range(1000, 1500)) < statements_for(range(2)) + 10


def test_slips_for_a_long_list_are_hashed_before_anybody_waits_and_take_hardly_more_statements(
    room: Room, cohort_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SecretHasher, "_argon2", lambda _: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    statements: list[str] = []
    event.listen(room.classroom.database.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    while_hashing: list[int] = []

    def statements_for(numbers: range) -> int:
        content = "number,name\n" + "".join(f"{number},Learner {number}\n" for number in numbers)
        imported = bring(room, cohort_id, content)
        assert isinstance(imported, Imported)
        with room.classroom.database.read() as work:
            slips = learners.draw_up_slips(work, [learner.learner_id for learner in imported.learners])
        statements.clear()
        learners.give_pins(
            room.classroom.database, TRAINER, slips, lambda _ready: while_hashing.append(len(statements))
        )
        return len(statements)

    assert statements_for(range(1000, 1500)) < statements_for(range(2)) + 10
    assert while_hashing == [0] * 502


def test_a_session_starts_for_a_cohort_that_somebody_is_in_now(room: Room, cohort_id: str) -> None:
    def why_not() -> RefusalCode:
        with pytest.raises(Refused) as refused, room.classroom.database.write(TRAINER) as work:
            sessions.start(work, room.first_room_id(), cohort_id, 60)
        return refused.value.code

    assert why_not() is RefusalCode.COHORT_EMPTY
    with room.classroom.database.write(TRAINER) as work:
        ana = learners.add(work, cohort_id, "1", "Ana")
        elsewhere = learners.add_cohort(work, "Evenings").cohort_id
        learners.move(work, ana.learner_id, elsewhere)
    assert why_not() is RefusalCode.COHORT_EMPTY
    with room.classroom.database.write(TRAINER) as work:
        learners.move(work, ana.learner_id, cohort_id)
        assert sessions.start(work, room.first_room_id(), cohort_id, 60).cohort_id == cohort_id

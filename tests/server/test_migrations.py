"""A database of an earlier version shows the same after it was brought to this one."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import event, inspect, text

from classroom_server.attempts import progress, service
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.errors import Refused
from classroom_server.core.names import sort_key
from classroom_server.learners import service as learners
from classroom_server.migrations.migrate import alembic_config, migrate
from kiosk_agent.protocol.results import Reason, Verdict

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SOURCE = 'let a = "é";\n'
COPIES = 1100
JUDGEMENTS = {
    "passed": ("accepted", "javascript (node 20.19.2)", Reason.TESTS_PASSED),
    "wrong": ("wrong_answer", "javascript (node 20.19.2)", Reason.TESTS_NOT_PASSED),
    "late": ("time_limit_exceeded", "test", Reason.LIMIT_REACHED),
    "unread": ("compile_error", "python (python 3.13.5)", Reason.BROKE_COMPILING),
    "stopped": ("runtime_error", "python (python 3.13.5)", Reason.BROKE_LOADING),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'classroom.sqlite'}")
    config = alembic_config()
    with opened.write(COMMAND) as work:
        config.attributes["connection"] = work.rows.connection()
        command.upgrade(config, "0001")
        _fill(work.rows.execute)
    yield opened
    opened.close()


def _fill(execute: Callable[..., object]) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "kiosks": [
            {
                "kiosk_id": "k", "public_key": "p", "name": "Kiosk 01", "approval": "approved", "image_version": "",
                "enrolled_at": NOW, "last_seen_at": NOW,
            }
        ],
        "learners": [{"learner_id": "l", "display_name": "Ana", "must_change_pin": False, "created_at": NOW}],
        "cohorts": [{"cohort_id": "c", "name": "Mornings", "created_at": NOW}],
        "class_sessions": [
            {"session_id": "z", "cohort_id": "c", "title": "Lesson", "started_at": NOW, "ends_at": NOW}
        ],
        "sign_ins": [
            {
                "position": 1, "sign_in_id": "s", "kiosk_id": "k", "learner_id": "l", "session_id": "z",
                "language": "en", "started_at": NOW,
            }
        ],
        "attempts": [
            {
                "attempt_id": name, "sign_in_id": "s", "learner_id": "l", "kiosk_id": "k", "sequence": number,
                "track": "javascript", "exercise": "values", "verdict": verdict, "milliseconds": 5, "source": SOURCE,
                "judgement": _judgement(verdict, toolchain), "made_at": NOW, "received_at": NOW,
            }
            for number, (name, (verdict, toolchain, _)) in enumerate(JUDGEMENTS.items())
        ],
        "drafts": [
            {
                "sign_in_id": "s", "track": "javascript", "exercise": "values", "learner_id": "l", "sequence": 1,
                "source": SOURCE, "saved_at": NOW, "received_at": NOW,
            }
        ],
    }  # fmt: skip
    for table, lines in rows.items():
        for line in lines:
            names = ", ".join(line)
            values = {name: _stored(value) for name, value in line.items()}
            execute(text(f"INSERT INTO {table} ({names}) VALUES (:{', :'.join(line)})"), values)  # noqa: S608 - ours


def _stored(value: object) -> object:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def _judgement(verdict: str, toolchain: str) -> str:
    results = {"version": 3, "status": "error", "message": "sum.js, line 2: no", "tests": []}
    rest = {"output": "7\n", "milliseconds": 5, "limits_reached": [], "judging": "in_process"}
    return json.dumps({"verdict": verdict, "results": results, "toolchain": toolchain, **rest})


def test_names_that_were_apart_by_case_alone_stay_and_no_third_comes_beside_them(database: Database) -> None:
    with database.write(COMMAND) as work:
        for cohort_id, name in (("d", "ÉCOLE"), ("e", "école")):
            values = {"id": cohort_id, "name": name, "at": _stored(NOW)}
            work.rows.execute(
                text("INSERT INTO cohorts (cohort_id, name, created_at) VALUES (:id, :name, :at)"), values
            )
    migrate(database)
    with database.read() as work:
        assert {each.name for each in learners.cohorts(work)} == {"Mornings", "ÉCOLE", "école"}
    with database.write(COMMAND) as work, pytest.raises(Refused):
        learners.add_cohort(work, "École")


def test_names_of_the_first_version_stand_in_natural_order(database: Database) -> None:
    add = text("INSERT INTO cohorts (cohort_id, name, created_at) VALUES (:name, :name, :at)")
    with database.write(COMMAND) as work:
        for name in ("Tarde 10", "Éxito", "Tarde 9", "Enero"):
            work.rows.execute(add, {"name": name, "at": _stored(NOW)})
    migrate(database)
    with database.read() as work:
        in_order = [cohort.name for cohort in learners.cohorts(work)]
        for table, column in (("kiosks", "name"), ("learners", "display_name")):
            query = f"SELECT {column}, sort_key FROM {table}"  # noqa: S608 - ours
            ((name, key),) = work.rows.connection().exec_driver_sql(query).all()
            assert key == sort_key(name)
    assert in_order == ["Enero", "Éxito", "Mornings", "Tarde 9", "Tarde 10"]


def test_attempts_and_drafts_of_the_first_version_show_the_same(database: Database) -> None:
    migrate(database)
    with database.read() as work:
        for name, (verdict, toolchain, reason) in JUDGEMENTS.items():
            whole = service.find(work, name)
            assert list(whole.files.values()) == [SOURCE]
            assert (whole.attempt.verdict, whole.judgement.verdict) == (Verdict(verdict), Verdict(verdict))
            assert whole.judgement.reason is reason
            assert (whole.judgement.output, whole.judgement.results.message) == ("7\n", "sum.js, line 2: no")
            assert whole.attempt.toolchain in toolchain
            assert (whole.attempt.exercise_version, whole.attempt.bundle_hash) == (None, None)
        assert [dict(draft.files) for draft in progress.current_drafts(work, "l")] == [{"program": SOURCE}]
        assert len(service.latest(work)) == len(JUDGEMENTS)
        assert progress.passed(work, "l") == ("javascript/values",)


def test_much_work_is_carried_over_a_part_at_a_time_and_all_of_it(database: Database) -> None:
    _copy(database, "attempts", "attempt_id")
    _copy(database, "drafts", "exercise")
    reads: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: reads.append(said[2]))
    migrate(database)
    of_work = [said for said in reads if said.startswith("SELECT") and re.search("FROM (attempts|drafts)", said)]
    assert len(of_work) > 4
    assert [said for said in of_work if "LIMIT" not in said] == []
    with database.read() as work:
        count = work.rows.connection().exec_driver_sql
        for table in ("attempts", "drafts"):
            whole = f"SELECT count(*) FROM {table} WHERE json_extract(files, '$.program') = ?"  # noqa: S608 - ours
            assert count(whole, (SOURCE,)).scalar_one() > COPIES


def _copy(database: Database, table: str, key: str) -> None:
    with database.write(COMMAND) as work:
        execute = work.rows.connection().exec_driver_sql
        columns = [column["name"] for column in inspect(work.rows.connection()).get_columns(table)]
        values = ", ".join("'copy-' || number" if name == key else name for name in columns)
        execute(
            f"WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers "  # noqa: S608 - ours
            f"WHERE number < {COPIES}) INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "
            f"FROM numbers, (SELECT * FROM {table} LIMIT 1)"
        )

"""The audit log, to read: who did what and when, and whether the chain holds."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from classroom_server.accounts import service as accounts
from classroom_server.accounts.visitors import StaffContext, needs
from classroom_server.attempts import set_aside
from classroom_server.audit import service
from classroom_server.audit.schemas import AuditRow
from classroom_server.audit_page.action_words import action_words, actor_words
from classroom_server.audit_page.fact_words import about_in_words, facts_in_words
from classroom_server.core.actors import ActorKind
from classroom_server.core.database import INTEGER_MAXIMUM, Work
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks import witnesses
from classroom_server.learners import service as learners
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import service as sign_ins

ROWS_SHOWN: Final = 100
# A longer log is checked only when somebody asks: it reads every row.
CHECKED_AT_ONCE_ROWS: Final = 5000
router = APIRouter()


@router.get("/log")
def show_log(
    page: Annotated[StaffContext, needs(Permission.READ_LOG)],
    before: Annotated[int | None, Query(ge=0, le=INTEGER_MAXIMUM)] = None,
    check: Annotated[str, Query()] = "",
) -> Response:
    """Show rows, the newest first."""
    _ = page.words
    with page.database.read() as work:
        rows = service.page(work, before, ROWS_SHOWN)
        is_short = bool(rows) and before is None and rows[0].sequence <= CHECKED_AT_ONCE_ROWS
        chain = service.verify(work) if check or is_short else None
        names = _names(work, _ids_in(rows))
        missed_rows = witnesses.missed_rows(work)
        number_set_aside = set_aside.count(work)
    return page.show(
        "audit_page/log.html",
        rows=[
            {
                "row": row,
                "who": _who(row, names) or actor_words(row.actor.split(":")[0], _),
                "action": action_words(row.action, _),
                "about": about_in_words(row.subject, _facts_of(row), names, _),
                "facts": facts_in_words(_facts_of(row), names, _),
            }
            for row in rows
        ],
        chain=chain,
        missed_rows=missed_rows,
        set_aside=number_set_aside,
        older=rows[-1].sequence if len(rows) == ROWS_SHOWN else None,
    )


def _ids_in(rows: Sequence[AuditRow]) -> set[str]:
    """Return whatever these rows may name: who, about what, and what else stands in them."""
    found = {row.subject for row in rows} | {row.actor.partition(":")[2] for row in rows}
    return found.union(*({str(fact) for fact in _facts_of(row).values()} for row in rows))


def _names(work: Work, ids: AbstractSet[str]) -> dict[str, str]:
    """Return today's names of these ids of the log; the log itself holds none, so that a name can be erased.

    A sign-in has the name of its learner, a session its title. Of the many, only those that are asked for are read.
    """
    names = {each.account_id: each.name for each in accounts.every(work)}
    names |= kiosks.names_by_id(work, ids)
    names |= {each.room_id: each.name for each in rooms.every(work)}
    names |= sessions.titles(work, ids)
    of_learners = sign_ins.learners_of(work, ids)
    names |= learners.names_by_id(work, ids | set(of_learners.values()))
    return names | {each: names[learner_id] for each, learner_id in of_learners.items() if learner_id in names}


def _who(row: AuditRow, names: dict[str, str]) -> str:
    kind, _colon, actor_id = row.actor.partition(":")
    return names.get(actor_id, actor_id[:8]) if kind in {ActorKind.ACCOUNT, ActorKind.KIOSK} else ""


def _facts_of(row: AuditRow) -> dict[str, object]:
    facts: dict[str, object] = json.loads(row.facts or "{}")
    return facts

"""Checking the log against what it is about: work that was changed, and what stands there without ever being done."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from classroom_server.accounts.tables import AccountLine
from classroom_server.attempts.file_column import digest, digest_of
from classroom_server.attempts.tables import AttemptLine
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action, AuditRow, ChainState
from classroom_server.core.database import Work
from classroom_server.kiosks.tables import KioskLine
from kiosk_agent.protocol.enrolment import Approval

_ROWS_AT_A_TIME = 200


def verify(work: Work) -> ChainState:
    """Check the chain, then that attempts, approvals and accounts are those that it tells of."""
    chain = audit.verify(work)
    if chain.broken_at is not None:
        return chain
    reason = next(_differences(work), None)
    return chain if reason is None else ChainState(chain.rows, chain.head, chain.rows, reason)


def _differences(work: Work) -> Iterator[str]:
    attempts: dict[str, AuditRow] = {}
    approvals: dict[str, AuditRow] = {}
    accounts: set[str] = set()
    witnessed: list[AuditRow] = []
    for row in audit.rows_in_order(work):
        match row.action:
            case Action.ATTEMPT_MADE:
                attempts[row.subject] = row
            case Action.KIOSK_APPROVED | Action.KIOSK_REFUSED:
                approvals[row.subject] = row
            case Action.ACCOUNT_CREATED:
                accounts.add(row.subject)
            case Action.LOG_DIFFERED | Action.LOG_CONTRADICTED:
                witnessed.append(row)
            case _:
                pass
    yield from contradictions(work, witnessed)
    yield from _attempt_differences(work, attempts)
    yield from _approval_differences(work, approvals)
    for account in work.rows.scalars(select(AccountLine)):
        if account.account_id not in accounts:
            yield f"account {account.account_id} stands there, and nobody created it"


def contradictions(work: Work, rows: list[AuditRow]) -> Iterator[str]:
    """Yield what rows of the log itself say against it."""
    for row in rows:
        if row.action == Action.LOG_DIFFERED:
            yield f"row {row.sequence} says that the log did not fit its signed head when the server started"
            continue
        kiosk = work.rows.get(KioskLine, row.subject)
        name = kiosk.name if kiosk else row.subject
        missed = json.loads(row.facts).get("row")
        yield f"{name} was given the signed head of row {missed}, which the log does not hold (row {row.sequence})"


def _approval_differences(work: Work, rows: dict[str, AuditRow]) -> Iterator[str]:
    for kiosk in work.rows.scalars(select(KioskLine).where(KioskLine.approval == Approval.APPROVED)):
        approved = rows.get(kiosk.kiosk_id)
        facts = json.loads(approved.facts) if approved and approved.action == Action.KIOSK_APPROVED else {}
        if facts.get("public_key") != kiosk.public_key:
            yield f"kiosk {kiosk.kiosk_id} stands as approved, and nobody approved it"


def _attempt_differences(work: Work, rows: dict[str, AuditRow]) -> Iterator[str]:
    of = (AttemptLine.learner_id, AttemptLine.sign_in_id, AttemptLine.kiosk_id, AttemptLine.track, AttemptLine.exercise)
    query = select(
        AttemptLine.attempt_id, AttemptLine.verdict, AttemptLine.files, AttemptLine.judgement, AttemptLine.made_at, *of
    ).execution_options(yield_per=_ROWS_AT_A_TIME)
    for attempt_id, verdict, files, judgement, made_at, *whose in work.rows.execute(query):
        row = rows.pop(attempt_id, None)
        if row is None:
            yield f"attempt {attempt_id} stands there, and no kiosk sent it"
            continue
        facts = json.loads(row.facts)
        # An attempt of an earlier version has no digest of its judgement, and files that a migration named.
        said, of_said = facts.get("judgement_sha256"), facts.get("of_sha256")
        if (
            facts.get("verdict") != verdict
            or (said is not None and (said != digest(judgement) or facts.get("files_sha256") != digest(files)))
            or (of_said is not None and of_said != digest_of(*whose, made_at.isoformat()))
        ):
            yield f"attempt {attempt_id} was changed after row {row.sequence}"
    for attempt_id, row in rows.items():
        yield f"attempt {attempt_id} of row {row.sequence} is gone"

"""Finding learners with their present number and cohort."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, insert, select, union_all

from classroom_server.core import names
from classroom_server.core.database import Work, table_of
from classroom_server.learners.tables import CohortLine, LearnerLine, MembershipLine, NumberLine, SuspensionLine
from classroom_server.sign_ins import repository as sign_ins


class Present(NamedTuple):
    """A learner as they stand now."""

    learner: LearnerLine
    number: NumberLine
    membership: MembershipLine
    cohort: CohortLine
    last_seen_at: datetime | None = None


class ListedLearner(NamedTuple):
    """A learner in a list: what it shows of each, without objects of rows, which would cost ten times as much."""

    learner_id: str
    display_name: str
    number: str
    cohort_id: str
    cohort_name: str
    has_pin: bool
    must_change_pin: bool
    last_seen_at: datetime | None


def _present() -> Select[LearnerLine, NumberLine, MembershipLine, CohortLine, datetime | None]:
    last_seen_at = sign_ins.last_started(LearnerLine.learner_id)
    return (
        select(LearnerLine, NumberLine, MembershipLine, CohortLine, last_seen_at)
        .join(NumberLine, (NumberLine.learner_id == LearnerLine.learner_id) & NumberLine.until_at.is_(None))
        .join(MembershipLine, (MembershipLine.learner_id == LearnerLine.learner_id) & MembershipLine.until_at.is_(None))
        .join(CohortLine, CohortLine.cohort_id == MembershipLine.cohort_id)
    )


def by_id(work: Work, learner_id: str) -> Present | None:
    """Return one learner."""
    row = work.rows.execute(_present().where(LearnerLine.learner_id == learner_id)).first()
    return Present(*row) if row else None


def by_ids(work: Work, learner_ids: Sequence[str]) -> dict[str, Present]:
    """Return those learners that there are, by id."""
    rows = work.rows.execute(_present().where(LearnerLine.learner_id.in_(learner_ids)))
    return {row[0].learner_id: Present(*row) for row in rows}


def by_number(work: Work, number: str) -> Present | None:
    """Return the learner who has this number now."""
    row = work.rows.execute(_present().where(NumberLine.number == number)).first()
    return Present(*row) if row else None


def store_new(work: Work, every_one: Sequence[Present]) -> None:
    """Store new learners with their numbers and cohorts."""
    work.rows.add_all([one.learner for one in every_one])
    work.rows.flush()
    # Their own ids are nobody's business here: asking for those would be a statement for each.
    numbers = [
        {"learner_id": one.number.learner_id, "number": one.number.number, "from_at": one.number.from_at}
        for one in every_one
    ]
    memberships = [
        {"learner_id": one.membership.learner_id, "cohort_id": one.cohort.cohort_id, "from_at": one.membership.from_at}
        for one in every_one
    ]
    work.rows.execute(insert(table_of(NumberLine)), numbers)
    work.rows.execute(insert(table_of(MembershipLine)), memberships)


def numbers_taken(work: Work, numbers: Sequence[str]) -> set[str]:
    """Return those of the numbers that learners have now."""
    query = select(NumberLine.number).where(NumberLine.number.in_(numbers), NumberLine.until_at.is_(None))
    return set(work.rows.scalars(query))


def every(work: Work, cohort_id: str | None) -> list[ListedLearner]:
    """Return a cohort's learners, or all, by name."""
    query = (
        select(
            LearnerLine.learner_id,
            LearnerLine.display_name,
            NumberLine.number,
            CohortLine.cohort_id,
            CohortLine.name,
            LearnerLine.pin_hash.is_not(None),
            LearnerLine.must_change_pin,
            sign_ins.last_started(LearnerLine.learner_id),
        )
        .join(NumberLine, (NumberLine.learner_id == LearnerLine.learner_id) & NumberLine.until_at.is_(None))
        .join(MembershipLine, (MembershipLine.learner_id == LearnerLine.learner_id) & MembershipLine.until_at.is_(None))
        .join(CohortLine, CohortLine.cohort_id == MembershipLine.cohort_id)
        # Of two with one name the shorter number comes first: 9 before 20.
        .order_by(LearnerLine.sort_key, LearnerLine.display_name, func.length(NumberLine.number), NumberLine.number)
    )
    if cohort_id is not None:
        query = query.where(CohortLine.cohort_id == cohort_id)
    return [ListedLearner(*row) for row in work.rows.connection().execute(query)]


def names_by_id(work: Work, ids: Collection[str]) -> dict[str, str]:
    """Return learner or cohort -> name, of those ids that are either."""
    of_learners = select(LearnerLine.learner_id, LearnerLine.display_name).where(LearnerLine.learner_id.in_(ids))
    of_cohorts = select(CohortLine.cohort_id, CohortLine.name).where(CohortLine.cohort_id.in_(ids))
    return {row[0]: row[1] for row in work.rows.connection().execute(union_all(of_learners, of_cohorts))}


def suspensions(work: Work, learner_ids: Sequence[str] | None = None) -> dict[str, SuspensionLine]:
    """Return learner -> the suspension that holds now, of these learners or of all."""
    holds = SuspensionLine.lifted_at.is_(None) & (
        SuspensionLine.until_at.is_(None) | (SuspensionLine.until_at > work.now)
    )
    query = select(SuspensionLine).where(holds).order_by(SuspensionLine.from_at)
    if learner_ids is not None:
        query = query.where(SuspensionLine.learner_id.in_(learner_ids))
    return {line.learner_id: line for line in work.rows.scalars(query)}


def suspensions_over(work: Work, learner_id: str, limit: int) -> list[SuspensionLine]:
    """Return the suspensions of a learner that hold no more, the newest first."""
    over = SuspensionLine.lifted_at.is_not(None) | (SuspensionLine.until_at <= work.now)
    query = select(SuspensionLine).where(over, SuspensionLine.learner_id == learner_id)
    return list(work.rows.scalars(query.order_by(SuspensionLine.from_at.desc()).limit(limit)))


def is_empty(work: Work, cohort_id: str) -> bool:
    """Tell whether nobody is in a cohort now."""
    query = select(MembershipLine.line_id).where(
        MembershipLine.cohort_id == cohort_id, MembershipLine.until_at.is_(None)
    )
    return work.rows.scalars(query.limit(1)).first() is None


def cohort_by_name(work: Work, name: str) -> CohortLine | None:
    """Return the cohort of a name, however it is spelt."""
    return work.rows.scalars(select(CohortLine).where(CohortLine.folded_name == names.folded(name))).first()


def cohorts_with_sizes(work: Work) -> list[tuple[CohortLine, int]]:
    """Return all cohorts by name, each with how many learners are in it now."""
    members = (MembershipLine.cohort_id == CohortLine.cohort_id) & MembershipLine.until_at.is_(None)
    query = (
        select(CohortLine, func.count(MembershipLine.line_id))
        .outerjoin(MembershipLine, members)
        .group_by(CohortLine.cohort_id)
        .order_by(CohortLine.sort_key, CohortLine.name)
    )
    return [(cohort, size) for cohort, size in work.rows.execute(query)]

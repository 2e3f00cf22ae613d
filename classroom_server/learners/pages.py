"""Learners and cohorts: the list, adding, importing, moving. The page of one learner shows work: attempts/pages.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.errors import Refused
from classroom_server.core.names import fits, sort_key
from classroom_server.core.permissions import Permission
from classroom_server.learners import import_file, service
from classroom_server.learners.import_faults import fault_words
from classroom_server.learners.schemas import ImportRefused, Learner
from classroom_server.web.notices import Notice, go
from classroom_server.web.paging import PageNumber, page_of
from classroom_server.web.refusals import refusal_words
from classroom_server.web.spreadsheets import csv_response

router = APIRouter(dependencies=[Depends(ours_only)])
HERE = "/learners"
# One byte more than the largest file that can be imported is enough to know that it is too large.
UPLOAD_BYTES = import_file.FILE_BYTES + 1
# More are one field to choose from, and no row of tabs.
TABS_MAXIMUM: Final = 12
SORTS = ("name", "number", "cohort", "seen")
ONLY = ("", "without-pin", "suspended")


@router.get("/learners")
def show_learners(
    page: Annotated[StaffContext, needs(Permission.SEE_LEARNERS)],
    cohort: Annotated[str, Query()] = "",
    find: Annotated[str, Query()] = "",
    only: Annotated[str, Query()] = "",
    sort: Annotated[str, Query()] = "name",
    number: PageNumber = 1,
) -> Response:
    """Show the learners of one cohort or of all."""
    return _page(page, _Asked(cohort, find, only, sort, number))


@dataclass(frozen=True)
class _Asked:
    """Which learners, in which order, and which page of them."""

    cohort: str = ""
    find: str = ""
    only: str = ONLY[0]
    sort: str = SORTS[0]
    number: int = 1


def _page(page: StaffContext, asked: _Asked, *, status: int = 200, **changed: object) -> Response:
    with page.database.read() as work:
        cohorts = service.cohorts(work)
        chosen = asked.cohort if any(each.cohort_id == asked.cohort for each in cohorts) else ""
        every = service.every(work, chosen or None)
    sort = asked.sort if asked.sort in SORTS else SORTS[0]
    only = asked.only if asked.only in ONLY else ONLY[0]
    found = _found(every, asked.find, only, sort)
    listed = page_of(found, asked.number, HERE, cohort=chosen, find=asked.find, only=only, sort=sort)
    facts: dict[str, Any] = {
        "back": listed.to(listed.number),
        "cohorts": cohorts,
        "as_tabs": len(cohorts) <= TABS_MAXIMUM,
        "chosen": chosen,
        "find": asked.find,
        "only": only,
        "sort": sort,
        "listed": listed,
        "found": len(found),
        "all_learners": len(every),
        "without_pin": sum(not learner.has_pin for learner in every),
        "wrong": {},
        "typed": {},
        "faults": (),
    }
    return page.show("learners/learners.html", status=status, **(facts | changed))


def _found(every: Sequence[Learner], find: str, only: str, sort: str) -> list[Learner]:
    """Return the learners that were asked for, in the order that was asked for."""
    return _arranged(
        [each for each in every if fits(find, each.display_name, each.number) and _is_one(each, only)], sort
    )


def _is_one(learner: Learner, only: str) -> bool:
    match only:
        case "without-pin":
            return not learner.has_pin
        case "suspended":
            return learner.suspension is not None
        case _:
            return True


def _arranged(learners: list[Learner], sort: str) -> list[Learner]:
    match sort:
        case "number":
            return sorted(learners, key=lambda learner: sort_key(learner.number))
        case "cohort":
            return sorted(learners, key=lambda learner: sort_key(learner.cohort_name))
        case "seen":
            return sorted(learners, key=_seen_key, reverse=True)
        case _:
            return learners


def _seen_key(learner: Learner) -> float:
    return learner.last_seen_at.timestamp() if learner.last_seen_at else 0.0


@router.get("/learners.csv")
def export_learners(
    page: Annotated[StaffContext, needs(Permission.SEE_LEARNERS)],
    cohort: Annotated[str, Query()] = "",
    find: Annotated[str, Query()] = "",
    only: Annotated[str, Query()] = "",
    sort: Annotated[str, Query()] = "name",
) -> Response:
    """Send the list as it stands, all its pages, as a table."""
    _ = page.words
    with page.database.read() as work:
        found = _found(service.every(work, cohort or None), find, only, sort)
    lines = [(each.number, each.display_name, each.cohort_name) for each in found]
    return csv_response("learners", (_("Number"), _("Name"), _("Cohort")), lines)


@router.post("/cohorts")
def add_cohort(
    page: Annotated[StaffContext, needs(Permission.ADD_COHORT)], name: Annotated[str, Form()] = ""
) -> Response:
    """Add a cohort."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            cohort = service.add_cohort(work, name)
    except Refused as refused:
        wrong = {"cohort": refusal_words(refused.code, _)}
        return _page(page, _Asked(), status=422, wrong=wrong, typed={"cohort": name})
    return go(f"{HERE}?cohort={cohort.cohort_id}", Notice(_("Cohort “%(name)s” was added.", name=cohort.name)))


@router.post("/learners")
def add_learner(
    page: Annotated[StaffContext, needs(Permission.ADD_LEARNERS)],
    cohort_id: Annotated[str, Form()] = "",
    number: Annotated[str, Form()] = "",
    display_name: Annotated[str, Form()] = "",
) -> Response:
    """Add a learner."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            learner = service.add(work, cohort_id, number, display_name)
    except Refused as refused:
        wrong = {"learner": refusal_words(refused.code, _)}
        typed = {"number": number, "display_name": display_name}
        return _page(page, _Asked(cohort_id), status=422, wrong=wrong, typed=typed)
    text = _(
        "%(name)s was added to %(cohort)s. Print a PIN slip next.",
        name=learner.display_name,
        cohort=learner.cohort_name,
    )
    return go(f"{HERE}?cohort={learner.cohort_id}", Notice(text))


@router.post("/learners/import")
def import_learners(
    page: Annotated[StaffContext, needs(Permission.ADD_LEARNERS)],
    cohort_id: Annotated[str, Form()] = "",
    file: UploadFile | None = None,
) -> Response:
    """Add the learners of a file: all of them, or none and every fault by its line."""
    _ = page.words
    content = file.file.read(UPLOAD_BYTES) if file else b""
    try:
        with page.database.write(page.actor) as work:
            outcome = service.import_csv(work, cohort_id, content)
    except Refused as refused:
        return _page(page, _Asked(cohort_id), status=422, wrong={"import": refusal_words(refused.code, _)})
    if isinstance(outcome, ImportRefused):
        faults = [(error.line, fault_words(error.fault, _)) for error in outcome.errors]
        return _page(page, _Asked(cohort_id), status=422, faults=faults)
    added = _.many("%(number)s learner was added.", "%(number)s learners were added.", len(outcome.learners))
    return go(f"{HERE}?cohort={cohort_id}", Notice(_("%(added)s Print their PIN slips next.", added=added)))


@dataclass(frozen=True)
class _Standing:
    """A learner's number and cohort, as a form has them."""

    number: str
    cohort_id: str


def _wished(number: Annotated[str, Form()] = "", cohort_id: Annotated[str, Form()] = "") -> _Standing:
    return _Standing(number, cohort_id)


def _was(was_number: Annotated[str, Form()] = "", was_cohort_id: Annotated[str, Form()] = "") -> _Standing:
    return _Standing(was_number, was_cohort_id)


@router.post("/learners/{learner_id}")
def change_learner(
    page: Annotated[StaffContext, needs(Permission.CHANGE_LEARNER)],
    learner_id: str,
    wished: Annotated[_Standing, Depends(_wished)],
    was: Annotated[_Standing, Depends(_was)],
) -> Response:
    """Give a learner another number or cohort from now on: what the page showed otherwise, and nothing else.

    The page may be old: a colleague's change of the one must outlive ours of the other.
    """
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            learner = service.find(work, learner_id)
            if wished.number != was.number:
                learner = service.give_number(work, learner_id, wished.number)
            if wished.cohort_id != was.cohort_id:
                learner = service.move(work, learner_id, wished.cohort_id)
    except Refused as refused:
        typed = {"number": wished.number, "cohort_id": wished.cohort_id}
        return go(f"{HERE}/{learner_id}", Notice(refusal_words(refused.code, _), done=False, typed=typed))
    text = _(
        "%(name)s has number %(number)s and is in %(cohort)s.",
        name=learner.display_name,
        number=learner.number,
        cohort=learner.cohort_name,
    )
    return go(f"{HERE}/{learner_id}", Notice(text))

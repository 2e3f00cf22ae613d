"""What a learner did: attempts with their programs, and drafts, all of it hostile text that is only ever read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.attempts import progress, service
from classroom_server.attempts.reading import hints
from classroom_server.attempts.schemas import Attempt, DraftVersion
from classroom_server.attempts.set_aside_pages import doubt_words
from classroom_server.attempts.verdict_signs import verdict_reason, verdict_sign
from classroom_server.core.database import Work
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.learners import service as learners
from classroom_server.learners.suspension_pages import suspension_facts
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import Room
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.paging import PAGES_MAXIMUM, ROWS_A_PAGE, PageNumber, PageOfRows, last_page, page_of
from classroom_server.web.spreadsheets import csv_response
from kiosk_agent.protocol.work_files import NAMELESS

SHOW: Final = ("all", "passed", "not-yet")
DRAFTS_KEY: Final = "drafts"
router = APIRouter(dependencies=[Depends(ours_only)])


@router.get("/learners/{learner_id}")
def show_learner(
    page: Annotated[StaffContext, needs(Permission.SEE_WORK)],
    learner_id: str,
    show: Annotated[str, Query()] = SHOW[0],
    number: PageNumber = 1,
    drafts_number: Annotated[int, Query(alias=DRAFTS_KEY, ge=1, le=PAGES_MAXIMUM)] = 1,
) -> Response:
    """Show a learner with attempts and drafts, the newest first."""
    show = show if show in SHOW else SHOW[0]
    has_passed = {"passed": True, "not-yet": False}.get(show)
    with page.database.read() as work:
        learner = learners.find(work, learner_id)
        shown = service.count(work, learner_id, has_passed=has_passed)
        number = min(number, last_page(shown))
        made = service.latest(work, learner_id, ROWS_A_PAGE, (number - 1) * ROWS_A_PAGE, has_passed=has_passed)
        hints_taken = hints.of_learner(work, learner_id)
        drafts = service.draft_versions(work, learner_id)
        cohorts = learners.cohorts(work)
        passed = progress.passed(work, learner_id)
        all_made = service.count(work, learner_id)
        seated = _seated(work, learner_id)
        suspension = suspension_facts(work, learner, page.words)
    return page.show(
        "attempts/learner.html",
        learner=learner,
        cohorts=cohorts,
        listed=PageOfRows(made, number, last_page(shown), f"/learners/{learner_id}", {"show": show}),
        shown=shown,
        all_attempts=all_made,
        passed=len(passed),
        all_exercises=page.parts.titles.count(passed),
        seated=seated,
        **suspension,
        drafts=page_of(drafts, drafts_number, f"/learners/{learner_id}", key=DRAFTS_KEY, show=show),
        show=show,
        title=_titles(page),
        hints_before=lambda made: hints.taken_before(made.made_at, hints_taken.get((made.track, made.exercise), ())),
        sign=lambda verdict: verdict_sign(verdict, page.words),
    )


@dataclass(frozen=True)
class _Seated:
    """Where a learner is signed in now."""

    sign_in_id: str
    since: datetime
    kiosk: EnrolledKiosk
    room: Room | None


def _seated(work: Work, learner_id: str) -> _Seated | None:
    place = sign_ins.open_of_learner(work, learner_id)
    if place is None:
        return None
    room_id = rooms.room_of(work, place.kiosk_id)
    room = rooms.find(work, room_id) if room_id else None
    return _Seated(place.sign_in_id, place.started_at, kiosks.find(work, place.kiosk_id), room)


def _titles(page: StaffContext) -> Callable[[Attempt | DraftVersion], str]:
    return lambda each: page.parts.titles.title(each.track, each.exercise, page.words.language)


@router.get("/learners/{learner_id}/attempts.csv")
def export_attempts(page: Annotated[StaffContext, needs(Permission.SEE_WORK)], learner_id: str) -> Response:
    """Send a learner's attempts as a table."""
    _ = page.words
    with page.database.read() as work:
        learner = learners.find(work, learner_id)
    title = _titles(page)
    lines = (
        (
            each.made_at.isoformat(timespec="seconds"),
            title(each),
            verdict_sign(each.verdict, _).word,
            each.kiosk_name,
            each.exercise_version or "",
            each.bundle_hash or "",
            each.toolchain,
        )
        for each in service.each_of(page.database, learner_id)
    )
    columns = (_("When"), _("Exercise"), _("Verdict"), _("Kiosk"), _("Exercise version"), _("Bundle"), _("Toolchain"))
    return csv_response(f"attempts-{learner.number}", columns, lines)


@router.get("/drafts/{sign_in_id}/{track}/{exercise}")
def show_draft(
    page: Annotated[StaffContext, needs(Permission.SEE_WORK)], sign_in_id: str, track: str, exercise: str
) -> Response:
    """Show one draft: all of a learner's on one page could be more than a browser bears."""
    with page.database.read() as work:
        whole = service.find_draft(work, sign_in_id, track, exercise)
        learner = learners.find(work, whole.version.learner_id)
    return page.show(
        "attempts/draft.html",
        learner=learner,
        draft=whole.version,
        files=whole.files,
        nameless=NAMELESS,
        exercise=_titles(page)(whole.version),
        named=page.parts.titles.words_of(track, exercise, page.words.language),
    )


@router.get("/attempts/{attempt_id}")
def show_attempt(page: Annotated[StaffContext, needs(Permission.SEE_WORK)], attempt_id: str) -> Response:
    """Show one attempt: the program, and what the tests said."""
    with page.database.read() as work:
        whole = service.find(work, attempt_id)
        open_rooms = sessions.in_rooms(work)
        shown_in = [room for room in rooms.every(work) if room.room_id in open_rooms]
    made = whole.attempt
    return page.show(
        "attempts/attempt.html",
        attempt=made,
        rooms=shown_in,
        files=whole.files,
        nameless=NAMELESS,
        judgement=whole.judgement,
        hints_before=whole.hints_before,
        exercise=_titles(page)(made),
        doubt=doubt_words(made.clock_doubt, page.words) if made.clock_doubt else "",
        sign=verdict_sign(made.verdict, page.words),
        reason=verdict_reason(whole.judgement, page.words),
        passing=sum(test.status == "pass" for test in whole.judgement.results.tests),
        named=page.parts.titles.words_of(made.track, made.exercise, page.words.language),
    )

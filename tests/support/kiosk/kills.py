"""Kills a whole kiosk's programs while its learner works, lets them come back, and looks at what is there then."""

import itertools
import json
import sqlite3
import time
from collections import Counter
from contextlib import closing

from kiosk_agent.protocol.limits import DRAFT_LOCAL_SECONDS
from tests.support.kiosk.disk_pace import DiskPace
from tests.support.kiosk.lead_up import LeadUp
from tests.support.kiosk.learner import Comments, Learner, comments_of
from tests.support.kiosk.moments import During, Moment
from tests.support.kiosk.whole_kiosk import Part, WholeKiosk
from tests.support.promises import is_within
from tests.support.waiting import eventually

RUNS = (During.WAITING, During.RUNNING, During.STORING, During.SENDING)


class Kills:
    """What befalls one kiosk, moment after moment."""

    def __init__(self, kiosk: WholeKiosk, pace: DiskPace) -> None:
        self.kiosk = kiosk
        self._pace = pace
        self.learner = Learner(kiosk)
        self._on_disk: set[str] = set()
        """Attempts that a killed agent had on its disk."""
        self._copies = itertools.count()

    def begin(self) -> None:
        """Let the learner come, and leave a first text that nothing happens to."""
        self.learner.comes()
        self.learner.begins("first")
        self._see_all_kept()

    def play(self, moment: Moment) -> None:
        """Let the moment come, and see that all is as it should be after it."""
        learner, kiosk = self.learner, self.kiosk
        lead_up = LeadUp(moment, learner, lambda: len(self._attempts()))
        signed_in = self._open_sign_ins()
        lead_up.come()
        kiosk.kill(*moment.victims)
        killed_at = lead_up.died_at or time.monotonic()
        if Part.AGENT in moment.victims:
            self._check_age([*self._drafts_on_disk(), self._draft_at_server()], killed_at)
        if Part.TUTOR in moment.victims or moment.during in (During.STARTING, During.LEAVING):
            self._come_back(lead_up, killed_at)
            assert moment.during is During.STARTING or self._open_sign_ins() != signed_in
        else:
            self._stay(lead_up)
            assert self._open_sign_ins() == signed_in
        self._see_all_kept()

    def _come_back(self, lead_up: LeadUp, killed_at: float) -> None:
        """Sign in again: who types a PIN at a new tutor, or has left, and nobody else, sees the work."""
        moment, learner = lead_up.moment, self.learner
        if Part.TUTOR not in moment.victims and Part.AGENT in moment.victims:
            learner.sees_agent_gone()
        self.kiosk.start(*moment.victims)
        if Part.TUTOR in moment.victims or moment.during is During.LEAVING:
            learner.identifies()
            learner.opens()
        else:
            learner.arrives(has_typed_pin=lead_up.has_typed_pin and Part.AGENT not in moment.victims)
        self._check_age([self._text_left()], killed_at)
        learner.begins(f"{moment.name}b")

    def _stay(self, lead_up: LeadUp) -> None:
        """Go on at a tutor that is there, while the others come back."""
        learner, moment = self.learner, lead_up.moment
        learner.types(lead_up.letters(6))
        self.kiosk.start(*moment.victims)
        if moment.during in RUNS:
            learner.is_answered()
        # Nothing that was run is run again.
        learner.types(lead_up.letters(2))

    def _text_left(self) -> Comments:
        shown = self.kiosk.shown
        shown.wait_for(lambda: bool(comments_of(shown.text())), "the text that was left")
        return comments_of(shown.text())

    def _see_all_kept(self) -> None:
        """Run what is there, and see that the server has all, once."""
        learner = self.learner
        self.kiosk.wait_for_runner()
        learner.runs()
        learner.is_judged()
        learner.is_saved()
        for there in (lambda: self._draft_at_server() == learner.holds, lambda: learner.holds in self._attempts()):
            eventually(there, f"{learner.holds} at the server", said=self.kiosk.logs)
        assert [program for program, times in Counter(self._attempts()).items() if times > 1] == []
        assert [program for program in learner.judged if program not in self._attempts()] == []
        ids = {attempt_id for (attempt_id,) in self._rows("SELECT attempt_id FROM attempts")}
        assert self._on_disk <= ids
        journal = Counter(of for (of,) in self._rows("SELECT subject FROM audit_rows WHERE act = 'attempt_made'"))
        assert journal == Counter(ids)
        assert len(self._open_sign_ins()) == 1
        (sign_ins,) = self._rows("SELECT count(*) FROM sign_ins")[0]
        assert int(sign_ins) <= learner.sign_ins

    # --- what is there ------------------------------------------------------------------------------------------------

    def _check_age(self, found: list[Comments], killed_at: float) -> None:
        """Fail when something is lost that was typed more than a second before the kill."""
        held = self.learner.held
        place = max((place for place, (_, text) in enumerate(held) if text in found), default=-1)
        assert place >= 0, f"{found} was never typed"
        if place + 1 < len(held):
            age = killed_at - held[place + 1][0]
            disk = self._pace.worst_since(killed_at - age)
            lost = f"{held[place + 1][1]} was lost {age:.2f} s after it was typed, the disk took {disk:.2f} s"
            assert is_within(age - disk, DRAFT_LOCAL_SECONDS), lost

    def _drafts_on_disk(self) -> list[Comments]:
        copy = self.kiosk.copy_outbox(self.kiosk.folder / f"killed-{next(self._copies)}")
        with closing(sqlite3.connect(copy)) as outbox:
            assert outbox.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            events = [
                (event_id, json.loads(body))
                for event_id, body in outbox.execute("SELECT event_id, body FROM events ORDER BY sequence")
            ]
        self._on_disk.update(event_id for event_id, body in events if body["kind"] == "attempt")
        return [_comments_in(body["files"]) for _, body in events if body["kind"] == "draft"]

    def _draft_at_server(self) -> Comments:
        newest = "SELECT files FROM drafts JOIN sign_ins USING (sign_in_id) ORDER BY position DESC LIMIT 1"
        return next((_comments_in(json.loads(files)) for (files,) in self._rows(newest)), ())

    def _attempts(self) -> list[Comments]:
        return [_comments_in(json.loads(files)) for (files,) in self._rows("SELECT files FROM attempts")]

    def _open_sign_ins(self) -> list[tuple[str, ...]]:
        return self._rows("SELECT sign_in_id FROM sign_ins WHERE ended_at IS NULL")

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return self.kiosk.room.rows(query)


def _comments_in(files: dict[str, str]) -> Comments:
    (text,) = files.values()
    return comments_of(text)

"""A learner who is put into another cohort has no place in the session that is on."""

from sqlalchemy import text

from classroom_server.learners import service as learners
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInEnded
from tests.support.server.kiosk_client import draft, problem
from tests.support.server.rooms import TRAINER, ServedRoom


def move(served: ServedRoom, learner_id: str, cohort_name: str) -> None:
    with served.classroom.database.write(TRAINER) as work:
        learners.move(work, learner_id, served.cohort_id(cohort_name))


def ends(served: ServedRoom) -> list[str | None]:
    with served.classroom.database.read() as work:
        return list(work.rows.execute(text("SELECT ended_by FROM sign_ins ORDER BY position")).scalars())


def test_a_moved_learner_is_signed_out_at_once_and_what_the_kiosk_holds_is_kept(served: ServedRoom) -> None:
    ana, ben, kiosk = served.add_learner("1"), served.add_learner("2", "Evenings"), served.kiosk()
    served.start_session()
    with kiosk.stream() as told:
        here = kiosk.sign_in(ana.number, ana.pin)
        move(served, ana.learner_id, "Evenings")
        assert ends(served) == ["moved"]
        message = next(data for name, data in told if name == "signed_out")
    assert SignInEnded.model_validate_json(message).sign_in_id == here.sign_in_id
    assert set(kiosk.send(kiosk.event(here.sign_in_id, draft("typed meanwhile"))).fates.values()) == {Fate.APPLIED}
    assert problem(kiosk.try_sign_in(ana.number, ana.pin)).code is ProblemCode.NOT_IN_COHORT
    assert problem(kiosk.try_sign_in(ben.number, ben.pin)).code is ProblemCode.NOT_IN_COHORT


def test_a_learner_who_is_put_where_they_are_stays_signed_in(served: ServedRoom) -> None:
    ana, kiosk = served.add_learner("1"), served.kiosk()
    served.start_session()
    kiosk.sign_in(ana.number, ana.pin)
    move(served, ana.learner_id, "Mornings")
    assert ends(served) == [None]

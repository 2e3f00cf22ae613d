"""Every table of the server in one place, for migrations and for the check that they are complete."""

from sqlalchemy import MetaData

from classroom_server.accounts import tables as accounts
from classroom_server.acts import tables as acts
from classroom_server.attempts import tables as attempts
from classroom_server.audit import tables as audit
from classroom_server.core.database import StoredRow
from classroom_server.core.limits import slowing
from classroom_server.everyone_out import tables as everyone_out
from classroom_server.help import tables as hands
from classroom_server.kiosks import tables as kiosks
from classroom_server.learners import tables as learners
from classroom_server.presence import tables as presence
from classroom_server.rooms import tables as rooms
from classroom_server.sessions import tables as sessions
from classroom_server.sign_ins import tables as sign_ins
from classroom_server.timetable import tables as timetable

FEATURES = (
    *(
        accounts,
        acts,
        attempts,
        audit,
        everyone_out,
        hands,
        kiosks,
        learners,
        presence,
        rooms,
        sessions,
        sign_ins,
        slowing,
    ),
    timetable,
)


def all_tables() -> MetaData:
    """Return the metadata that the features above have filled."""
    return StoredRow.metadata

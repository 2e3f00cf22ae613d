"""Kiosks as witnesses of the log: each shows the newest signed head that it was given, and the log must hold it.

Whoever can write to the server's disk can cut its log or write it anew, but cannot reach what kiosks keep.
"""

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.live.events import work_topic
from classroom_server.core.logs import log
from classroom_server.kiosks import repository
from classroom_server.kiosks.tables import KioskLine
from kiosk_agent.protocol.log_head import LogHead


def contradicts(work: Work, head: LogHead | None) -> bool:
    """Tell whether a kiosk shows a head that this site signed and its log does not hold.

    A backup that was restored explains heads of after it: the log says itself that it was.
    """
    if head is None or not audit.is_signed(work, head):
        return False
    return not audit.holds(work, head) and not audit.was_restored_before(work, head.sequence)


def note(work: Work, line: KioskLine, head: LogHead | None) -> None:
    """Note in the log, and for the room, that a kiosk contradicts it; once for each row that is missed."""
    if head is None or line.missed_row == head.sequence or not contradicts(work, head):
        return
    line.missed_row = head.sequence
    audit.record(work, Action.LOG_CONTRADICTED, line.kiosk_id, row=head.sequence, row_hash=head.row_hash)
    work.announce(work_topic(line.kiosk_id))
    log("a kiosk was given a head that the log does not hold", kiosk=line.kiosk_id, row=head.sequence)


def missed_rows(work: Work) -> dict[str, int]:
    """Return name of kiosk -> the last row that it was given and that the log does not hold."""
    return repository.missed_rows(work)

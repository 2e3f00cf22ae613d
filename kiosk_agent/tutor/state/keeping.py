"""What is true of a learner's text: on the kiosk's disk, on its way there, or kept from it by something."""

from enum import StrEnum


class Keeping(StrEnum):
    """What is true now of the learner's text."""

    UNTOUCHED = "untouched"
    SAVING = "saving"
    SAVED = "saved"
    AGENT_GONE = "agent_gone"
    DISK_FULL = "disk_full"
    REFUSED = "refused"


NOT_TAKEN = frozenset((Keeping.DISK_FULL, Keeping.REFUSED))
"""The agent is there and does not take it: it is lost when its learner leaves."""
NOT_KEPT = NOT_TAKEN | {Keeping.AGENT_GONE}
"""Something keeps it from the disk now, and the screen says so."""

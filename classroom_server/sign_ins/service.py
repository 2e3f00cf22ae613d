"""Signing learners in and out."""

from classroom_server.database import Work


def end_by_staff(work: Work, sign_in_id: str) -> bool:
    """Sign a learner out; the kiosk saves their work and goes back to its sign-in screen. False if already out.

    Raises Refused (not_found).
    """
    raise NotImplementedError


def everyone_out(work: Work) -> int:
    """Sign out every learner who is signed in; return how many."""
    raise NotImplementedError

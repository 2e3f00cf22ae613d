"""Somebody at work. What is tried here asks for passwords and PINs all the time, and is about other things."""

from tests.support.server.at_work import ana, kiosk, sign_in_id
from tests.support.server.quick_passwords import quick_passwords

__all__ = ["ana", "kiosk", "quick_passwords", "sign_in_id"]

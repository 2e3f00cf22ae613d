"""What an answer is looked at for where the exercise's author gave it no name: as the kiosk calls it."""

from collections.abc import Mapping

from classroom_server.web.languages import Words
from kiosk_agent.curriculum.kinds.task import Check


def check_titles(_: Words) -> Mapping[Check, str]:
    """Return the title of each check."""
    return {
        Check.OPTIONS_MISSING: _("More of the options are right"),
        Check.OUTPUT: _("The output"),
        Check.BLANKS: _("The spaces"),
        Check.CAPITALS: _("The capital letters"),
        Check.ACCENTS: _("The accents"),
        Check.LINES_MISSING: _("The number of lines"),
        Check.LINES_TOO_MANY: _("The number of lines"),
        Check.ORDER: _("The order of the lines"),
        Check.INDENTATION: _("How far in the lines stand"),
    }

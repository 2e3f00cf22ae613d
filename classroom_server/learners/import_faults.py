"""What is wrong with a line of an import, for the person who has the file open beside this page."""

from classroom_server.learners.schemas import LineFault
from classroom_server.web.languages import Words


def fault_words(fault: LineFault, _: Words) -> str:
    """Return the sentence for a fault."""
    words = {
        LineFault.FILE_TOO_LARGE: _("The file is larger than 256 KiB. Split it."),
        LineFault.NOT_UTF8: _("This line is not UTF-8 text. Save the file as “CSV UTF-8”."),
        LineFault.NO_HEADER: _("The first line must be: number,name"),
        LineFault.NO_LINES: _("There is no learner below the first line."),
        LineFault.TOO_MANY_LINES: _("The file has more than 500 learners. Split it."),
        LineFault.WRONG_COLUMNS: _(
            "A line has two columns: number and name. Put a name that holds a comma in quotation marks."
        ),
        LineFault.QUOTES_BROKEN: _("A quotation mark is opened and not closed."),
        LineFault.NUMBER_UNSUITABLE: _("The number must have 1 to 16 letters (A to Z), digits or hyphens."),
        LineFault.NUMBER_TAKEN: _("Another learner has this number."),
        LineFault.NUMBER_TWICE: _("This number is in the file twice."),
        LineFault.NAME_UNSUITABLE: _("The name is empty, too long, or has a sign that cannot be printed."),
    }
    return words[fault]

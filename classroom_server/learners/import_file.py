"""Reading a file of learners: every fault is named with its line, and one fault refuses the whole file."""

import csv
import io
from dataclasses import dataclass

from classroom_server.core import names
from classroom_server.core.errors import Refused
from classroom_server.learners.schemas import ImportRefused, LineError, LineFault

FILE_BYTES = 256 * 1024
LINES_MAXIMUM = 500
ERRORS_SHOWN = 50
HEADER = ("number", "name")
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class ImportLine:
    """One learner to add."""

    line: int
    number: str
    name: str


def read(content: bytes) -> tuple[ImportLine, ...] | ImportRefused:
    """Parse a whole file: the header `number,name`, then one learner a line; comma, semicolon or tab; UTF-8."""
    if len(content) > FILE_BYTES:
        return _refused(LineFault.FILE_TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _refused(LineFault.NOT_UTF8, line=line)
    delimiter = next((sign for sign in DELIMITERS if sign in text.split("\n", 1)[0]), ",")
    try:
        rows = _rows(text, delimiter)
    except csv.Error:
        return _refused(LineFault.QUOTES_BROKEN)
    return _lines(rows)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, first_line = [], 1
    for row in reader:
        rows.append((first_line, [cell.strip() for cell in row]))
        first_line = reader.line_num + 1
    return [(line, row) for line, row in rows if any(row)]


def _lines(rows: list[tuple[int, list[str]]]) -> tuple[ImportLine, ...] | ImportRefused:
    header = tuple(cell.lower() for cell in rows[0][1]) if rows else ()
    if header != HEADER:
        return _refused(LineFault.NO_HEADER, line=1)
    if len(rows) == 1:
        return _refused(LineFault.NO_LINES, line=1)
    if len(rows) > LINES_MAXIMUM + 1:
        return _refused(LineFault.TOO_MANY_LINES)
    lines, errors, numbers = [], list[LineError](), set[str]()
    for line, row in rows[1:]:
        read_line = _line(line, row)
        if isinstance(read_line, LineError):
            errors.append(read_line)
        elif read_line.number in numbers:
            errors.append(LineError(line, LineFault.NUMBER_TWICE))
        else:
            numbers.add(read_line.number)
            lines.append(read_line)
    return ImportRefused(tuple(errors[:ERRORS_SHOWN])) if errors else tuple(lines)


def _line(line: int, row: list[str]) -> ImportLine | LineError:
    if len(row) != len(HEADER):
        return LineError(line, LineFault.WRONG_COLUMNS)
    try:
        number = names.clean_number(row[0])
    except Refused:
        return LineError(line, LineFault.NUMBER_UNSUITABLE)
    try:
        return ImportLine(line, number, names.clean_name(row[1], "a learner"))
    except Refused:
        return LineError(line, LineFault.NAME_UNSUITABLE)


def _refused(fault: LineFault, *, line: int = 0) -> ImportRefused:
    return ImportRefused((LineError(line, fault),))

"""Tables as files that a spreadsheet opens, with nothing in them that it would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from starlette.responses import Response, StreamingResponse

_PIECE_CHARACTERS = 32_768
# A spreadsheet takes a cell that begins so for a formula; of East Asian width too.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_response(name: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Response:
    """Return a download named `name`.csv, sent while `lines` are read."""
    disposition = f'attachment; filename="{name}.csv"'
    return StreamingResponse(
        csv_pieces(header, lines),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": disposition},
    )


def csv_pieces(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give the text of a table a piece at a time, with a mark in front so that spreadsheets read accents."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    # Quoted, each: what separates cells in one country stands in names in another.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
        if text.tell() > _PIECE_CHARACTERS:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell

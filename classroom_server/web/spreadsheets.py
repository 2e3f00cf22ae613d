"""Tables as files that a spreadsheet opens, with nothing in them that it would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Response:
    """Return a download named `name`.csv, in UTF-8 with a mark so that spreadsheets read accents."""
    text = io.StringIO()
    # Quoted, each: what separates cells in one country stands in names in another.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    disposition = f'attachment; filename="{name}.csv"'
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": disposition},
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell

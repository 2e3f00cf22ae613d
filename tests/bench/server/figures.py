"""Figures with what they must be, as a table and as JSON."""

import json
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TOLD_MILLISECONDS = 250.0


@dataclass(frozen=True)
class Row:
    """A figure, and what it must be: at most, or at least."""

    name: str
    measured: float
    most: float | None = None
    least: float | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether it is what it must be."""
        return (self.most is None or self.measured <= self.most) and (self.least is None or self.measured >= self.least)


def told_rows(name: str, milliseconds: Sequence[float], *, is_asked: bool) -> Iterator[Row]:
    """Return how soon kiosks were told of something; of the largest room it is asked."""
    yield Row(f"{name}, p50 (ms)", statistics.median(milliseconds))
    slowest = statistics.quantiles(milliseconds, n=100, method="inclusive")[98]
    yield Row(f"{name}, p99 (ms)", slowest, TOLD_MILLISECONDS if is_asked else None)


def report(rows: Sequence[Row], results: Path, load_before: float) -> int:
    """Print a table and write the JSON; return 1 when a figure is not what it must be."""
    for row in rows:
        limit = f"at most {row.most:g}" if row.most is not None else ""
        limit = f"at least {row.least:g}" if row.least is not None else limit
        sys.stdout.write(f"{row.name:<58}{row.measured:>10.2f}  {limit}{'' if row.is_good else '  NOT MET'}\n")
    load = {"before": round(load_before, 1), "after": round(os.getloadavg()[0], 1)}
    sys.stdout.write(f"{os.cpu_count()} processors, load {load['before']} before and {load['after']} after\n")
    results.parent.mkdir(parents=True, exist_ok=True)
    figures = {row.name: row.measured for row in rows}
    results.write_text(json.dumps({"load": load, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    return int(not all(row.is_good for row in rows))

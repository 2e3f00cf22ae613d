"""The figures of `./outset bench jail` as a table for people, and what they must be."""

from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
WARM = "warm jail"


@dataclass(frozen=True)
class Target:
    """What a figure of the warm jail must be: its p50 over the raw tool's, or in milliseconds."""

    says: str
    most: float
    over_raw: bool = True
    may_equal: bool = False

    def found(self, figures: Figures) -> float:
        """Return the figure."""
        return float(figures["ways"][WARM]["over_raw" if self.over_raw else "p50"])

    def is_met(self, figures: Figures) -> bool:
        """Tell whether it is what it must be."""
        found = self.found(figures)
        return found <= self.most if self.may_equal else found < self.most


TARGETS = {
    "javascript": (Target("warm p50 under 0.2x of plain node --test", 0.2),),
    "python": (Target("warm p50 under 0.7x of python -m unittest", 0.7),),
    "kotlin": (
        Target("warm p50 under 0.25x of cold kotlinc and java", 0.25),
        Target("warm p50 under 1.5 s", 1500, over_raw=False),
    ),
    "swift": (Target("warm p50 at most 1.1x of raw swiftc", 1.1, may_equal=True),),
}


def is_good(all_figures: dict[str, Figures]) -> bool:
    """Tell whether every target is met."""
    return all(target.is_met(figures) for name, figures in all_figures.items() for target in TARGETS.get(name, ()))


def table(all_figures: dict[str, Figures], missing: dict[str, str]) -> str:
    """Return the table. `missing` says of a toolchain why it was not measured."""
    lines: list[str] = []
    for name, figures in all_figures.items():
        verdicts = ", ".join(f"{exercise} {verdict}" for exercise, verdict in figures["exercises"].items())
        lines += [
            "",
            f"{name}: {verdicts}",
            f"  {'hand-in to verdict (ms)':<30}{'p50':>9}{'p99':>9}{'runs':>6}{'over raw':>10}",
        ]
        lines += [_line(way, found) for way, found in figures["ways"].items()]
        lines += _hasty(figures)
        lines += [f"  not compared: {reason}" for reason in figures["not_run"]]
        for target in TARGETS.get(name, ()):
            met = "met" if target.is_met(figures) else "NOT MET"
            lines.append(f"  must: {target.says}: {target.found(figures):g}: {met}")
    lines += [f"\n{name}: not measured: {why}" for name, why in missing.items()]
    return "\n".join([*lines, ""])


def _line(way: str, found: Figures) -> str:
    points = f"{found['p50']:>9.0f}{found['p99']:>9.0f}{found['runs']:>6}"
    return f"  {way:<30}{points}{found['over_raw']:>9.2f}x"


def _hasty(figures: Figures) -> list[str]:
    hasty = figures["hasty"]
    points = f"{hasty['p50']:>9.0f}{hasty['p99']:>9.0f}{hasty['runs']:>6}"
    used = hasty["cpu_seconds_per_run"]
    jails = "not counted here" if used is None else f"{used} CPU-seconds a run"
    costs = f"{jails}, start of the next jail included; raw {figures['raw_cpu_seconds_per_run']}"
    found = (
        f"{hasty['ready']} found a jail ready, {hasty['half_started']} waited for the next, "
        f"{hasty['cold_starts']} had to start one"
    )
    return [f"  {'every 2 s, not waiting':<30}{points}", f"    {found}", f"    {costs}"]

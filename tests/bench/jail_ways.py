"""The ways to a verdict that the bench compares: each is made ready off the clock, and judges on it."""

import contextlib
import resource
import shutil
import time
from abc import ABC, abstractmethod
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.runner import Runner
from tests.bench.jail_exercises import Named, RawTool, lay_out, lay_out_for_jest
from tests.support.checkout import ROOT

JEST = ROOT / "build/bench/jest/node_modules/.bin/jest"
READY_SECONDS = 180.0
RAW_SECONDS = 120.0


class Way(ABC):
    """One way. `judge` alone is timed."""

    name: str
    runs_a_round = 1

    def make_ready(self, named: Named) -> None:  # noqa: B027 - most have nothing to do
        """Come to where the learner presses the key."""

    @abstractmethod
    def judge(self, named: Named) -> Verdict:
        """Return the verdict on the exercise's sources."""

    def clear(self) -> None:  # noqa: B027 - most have nothing to do
        """Leave nothing running that another way would feel."""


class Warm(Way):
    """A jail that waits, as on a kiosk."""

    name = "warm jail"
    runs_a_round = 3

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def make_ready(self, named: Named) -> None:
        """Have a jail waiting."""
        wait_for_jail(self._runner, named.exercise.language_name)

    def judge(self, named: Named) -> Verdict:
        """Judge as the tutor has it judged."""
        before = self._runner.cold_starts + self._runner.half_started
        verdict = self._runner.judge(named.exercise, named.sources).verdict
        if self._runner.cold_starts + self._runner.half_started != before:
            raise OutsetError("a jail that was ready was not taken", hint="look at runner/pool/jail_pool.py")
        return verdict

    def clear(self) -> None:
        """The next jail is started at once: let it come to rest."""
        for waiting in list(self._runner._pool._waiting.values()):
            waiting.jail.exception(timeout=READY_SECONDS)


class Cold(Way):
    """A jail that is started when the program comes."""

    name = "cold jail"

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def judge(self, named: Named) -> Verdict:
        """Judge with nothing started ahead."""
        return self._runner.judge(named.exercise, named.sources).verdict


class Raw(Way):
    """The tool itself, with no jail."""

    def __init__(self, tool: RawTool, folder: Path) -> None:
        self.name = f"{tool.name}, no jail"
        self._tool = tool
        self._folder = folder

    def make_ready(self, named: Named) -> None:
        """Have the files on the disk and nothing compiled."""
        shutil.rmtree(self._folder, ignore_errors=True)
        lay_out(named, self._folder)

    def judge(self, named: Named) -> Verdict:
        """Run what a person would type."""
        slug = named.name
        *before, last = [[word.format(name=slug, Name=slug.title()) for word in line] for line in self._tool.commands]
        for command in before:
            process.run(command, timeout_seconds=RAW_SECONDS, cwd=self._folder)
        return _verdict_of(last, self._folder)


class Jest(Way):
    """Exercism's own runner for JavaScript, with no jail."""

    name = "jest, no jail"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_ready(self, named: Named) -> None:
        """Have the files on the disk."""
        shutil.rmtree(self._folder, ignore_errors=True)
        lay_out_for_jest(named, self._folder)

    def judge(self, named: Named) -> Verdict:
        """Run jest for one file of tests."""
        test = named.exercise.test_files[0]
        command = ["/usr/bin/node", str(JEST), "--ci", "--no-cache", "--watchman=false", "--runInBand", test]
        return _verdict_of(command, self._folder)


def _verdict_of(command: list[str], folder: Path) -> Verdict:
    ended = process.start(command, cwd=folder)
    code = ended.wait(RAW_SECONDS)
    if code not in {0, 1}:
        raise OutsetError(f"{command[0]} ended with code {code}", hint=f"run it by hand in {folder}")
    return Verdict.WRONG_ANSWER if code else Verdict.ACCEPTED


def wait_for_jail(runner: Runner, toolchain: str) -> None:
    """Return when a jail of the toolchain waits. Raises OutsetError, also when it has no room."""
    runner.prepare(toolchain)
    waiting = runner._pool._waiting.get(toolchain)
    if waiting is None:
        raise OutsetError(f"no jail of {toolchain} may wait here", hint="this machine has too little memory for it")
    waiting.jail.result(timeout=READY_SECONDS)


def has_jail(runner: Runner, toolchain: str) -> bool:
    """Tell whether a jail is ready now."""
    waiting = runner._pool._waiting.get(toolchain)
    return waiting is not None and waiting.jail.done() and not waiting.failed()


def jails_cpu_seconds(runner: Runner) -> float | None:
    """Return the processor time of all jails so far, those that are gone included; None where no group counts it."""
    bases = runner._groups._bases
    with contextlib.suppress(OSError, KeyError, ValueError):
        if "cpuacct" in bases:
            used = int((bases["cpuacct"] / "cpuacct.usage").read_text()) / 1e9
        else:
            used = int((bases["memory"] / "cpu.stat").read_text().split()[1]) / 1e6
        # This process is in the same group.
        own = resource.getrusage(resource.RUSAGE_SELF)
        return used - own.ru_utime - own.ru_stime
    return None


def children_cpu_seconds() -> float:
    """Return the processor time of all children that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def milliseconds_of(way: Way, named: Named) -> float:
    """Make ready, judge on the clock, and clear. Raises OutsetError when the verdict is another than it must be."""
    way.make_ready(named)
    started = time.perf_counter()
    verdict = way.judge(named)
    taken = (time.perf_counter() - started) * 1000
    way.clear()
    if verdict is not named.verdict:
        raise wrong_verdict(way.name, named, verdict)
    return taken


def wrong_verdict(way_name: str, named: Named, verdict: Verdict) -> OutsetError:
    """Return what to raise: a time to a wrong verdict is worth nothing."""
    message = f"{way_name}: {named.name} is {verdict}, and must be {named.verdict}"
    return OutsetError(message, hint="make it right first; a loaded machine can also run into the time limit")

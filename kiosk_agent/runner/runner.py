"""Runs programs in jails and judges them: what the service and the commands share."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self

from kiosk_agent.curriculum import ANSWERED, Exercise
from kiosk_agent.errors import JailUnavailable, TrackInvalid
from kiosk_agent.protocol.results import VERSION_CHARACTERS, Judgement, Judging, RunResult, ToolchainVersion
from kiosk_agent.protocol.stepping.trace import Ending, Trace
from kiosk_agent.runner import account
from kiosk_agent.runner.jail.accounts import JailAccounts
from kiosk_agent.runner.jail.control_group import ControlGroups
from kiosk_agent.runner.jail.hand_in import HandIn, exercise_hand_in, steps_hand_in
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.jail.scratch import ScratchSlots
from kiosk_agent.runner.judging.answers import judge_answer
from kiosk_agent.runner.judging.judge import judge
from kiosk_agent.runner.judging.split.split_run import run_split
from kiosk_agent.runner.pool.idle_memory import idle_budget_bytes
from kiosk_agent.runner.pool.jail_pool import JailPool
from kiosk_agent.runner.pool.policies import Policies
from kiosk_agent.runner.stepping.trace_lines import trace_of
from kiosk_agent.toolchains.facts import Facts
from kiosk_agent.toolchains.finding_tests import prepare_finding
from kiosk_agent.toolchains.toolchain import Toolchain

_log = logging.getLogger(__name__)


class Runner:
    """Use as a context manager: it holds jails. Its methods may be called from several threads."""

    def __init__(self, places: Places, *, warm: bool = True, pairs: bool = False) -> None:
        """Read the policies; with `warm`, keep one jail of each toolchain that was used waiting.

        With `pairs` two, for runs that keep the tests and the program apart: for a server, a kiosk has no such runs.
        """
        self._policies = Policies(places.policies)
        self._groups = ControlGroups()
        self._slots = ScratchSlots(places.home, must_be_limited=account.is_kiosk())
        self._accounts = JailAccounts(places.home)
        idle_bytes = idle_budget_bytes(allowance_bytes=self._groups.allowance_bytes())
        bytes_each = idle_bytes // 2 if pairs else idle_bytes
        kept = (places, self._groups, self._slots, self._accounts, self._policies)
        self._pool = JailPool(*kept, idle_bytes=bytes_each, warm=warm)
        self._partners = JailPool(*kept, idle_bytes=bytes_each, warm=warm) if pairs else self._pool

    def describe_limits(self) -> str:
        """Return in words what holds the limits here, to be said once at start."""
        kept = (self._groups.describe(), self._slots.describe(), self._accounts.describe())
        return f"limits: own timer and {'; '.join(kept)}"

    @property
    def toolchains(self) -> Mapping[str, Toolchain]:
        """Return name -> toolchain, by the policies of now. Raises JailUnavailable."""
        return self._policies.toolchains()

    @property
    def cold_starts(self) -> int:
        """Return how often a run had to wait for its jail to start."""
        return sum(pool.cold_starts for pool in {self._pool, self._partners})

    @property
    def half_started(self) -> int:
        """Return how often a run had to wait for a jail that was on its way already."""
        return sum(pool.half_started for pool in {self._pool, self._partners})

    def toolchain(self, name: str) -> Toolchain:
        """Return the toolchain `name`, by the policies of now. Raises JailUnavailable."""
        toolchains = self.toolchains
        try:
            return toolchains[name]
        except KeyError as error:
            known = ", ".join(toolchains)
            raise JailUnavailable(f"there is no toolchain named {name!r}", hint=f"use one of: {known}") from error

    def prepare(self, name: str) -> None:
        """Start a jail for the toolchain `name` ahead, and load what finds its tests. Raises JailUnavailable."""
        prepare_finding(name)
        for pool in {self._pool, self._partners}:
            pool.prepare(self.toolchain(name))

    def judge(
        self,
        exercise: Exercise,
        sources: Mapping[str, str],
        judging: Judging = Judging.IN_PROCESS,
        *,
        stop: threading.Event | None = None,
    ) -> Judgement:
        """Run `sources` (path -> text) against the exercise's tests. Raises JailUnavailable, TrackInvalid.

        With `Judging.SPLIT` (which `exercise.judging` says that its tests allow) the tests run in a second jail.
        A run in one jail ends as soon as `stop` is set, as one whose time is over. Some kinds need no run.
        """
        if exercise.kind in ANSWERED:
            return judge_answer(exercise, sources)
        toolchain = self.toolchain(exercise.language_name)
        with ExitStack() as jails:
            run, version = self._run(jails, toolchain, exercise_hand_in(exercise, sources), judging, stop)
            # Before the jail is thrown away: to end it and to start the next would take the processor from this.
            # A toolchain that is like another has its tests, too.
            return judge(replace(exercise, language_name=toolchain.facts.name), run, version, sources)

    def record(self, exercise: Exercise, sources: Mapping[str, str], *, stop: threading.Event | None = None) -> Trace:
        """Run the program of `sources` alone and return it step by step. Raises JailUnavailable, TrackInvalid.

        It ends as soon as `stop` is set.
        """
        return self.record_program(exercise.language_name, steps_hand_in(exercise, sources), stop=stop)

    def record_program(self, name: str, hand_in: HandIn, *, stop: threading.Event | None = None) -> Trace:
        """Run what is handed in, in the role STEPS. Raises JailUnavailable, TrackInvalid."""
        toolchain, stop = self.toolchain(name), stop or threading.Event()
        if not toolchain.facts.steps:
            hint = f"step through programs of {self._names_with(lambda facts: facts.steps)}"
            raise TrackInvalid(f"programs of {name} cannot be recorded step by step", hint=hint)
        recorded = partial(self._recorded, toolchain, hand_in, stop)
        trace = recorded()
        # As with other runs: a jail that waited may have died meanwhile.
        return recorded() if trace.ending is Ending.FAULT and not stop.is_set() else trace

    def _recorded(self, toolchain: Toolchain, hand_in: HandIn, stop: threading.Event) -> Trace:
        with _jail(self._pool, toolchain) as jail:
            run = jail.run(hand_in, stop)
            raw = bytes(jail.exchange.results.held)
            return trace_of(raw, hand_in, run, _version(jail), is_stopped=stop.is_set())

    def _names_with(self, has: Callable[[Facts], bool]) -> str:
        return " and ".join(name for name, each in self.toolchains.items() if has(each.facts))

    def run_program(self, name: str, path: str, source: str) -> RunResult:
        """Run one program alone. Raises JailUnavailable."""
        return self.run(name, HandIn(files={path: source}, solution=(path,), tests=()))

    def run(self, name: str, hand_in: HandIn) -> RunResult:
        """Run what is handed in, in a jail of the toolchain `name`. Raises JailUnavailable."""
        with ExitStack() as jails:
            run, _ = self._run(jails, self.toolchain(name), hand_in)
        return run

    def _run(
        self,
        jails: ExitStack,
        toolchain: Toolchain,
        hand_in: HandIn,
        judging: Judging = Judging.IN_PROCESS,
        stop: threading.Event | None = None,
    ) -> tuple[RunResult, ToolchainVersion]:
        is_split, stop = judging is Judging.SPLIT, stop or threading.Event()
        run_once = self._run_split if is_split else partial(self._run_once, stop=stop)
        run, version = run_once(jails, toolchain, hand_in)
        # A jail that waited may have died since it was looked at; nothing of the program has run then.
        is_done = run.fault is None or stop.is_set()
        return (run, version) if is_done else run_once(jails, toolchain, hand_in)

    def _run_once(
        self, jails: ExitStack, toolchain: Toolchain, hand_in: HandIn, *, stop: threading.Event
    ) -> tuple[RunResult, ToolchainVersion]:
        jail = jails.enter_context(_jail(self._pool, toolchain))
        run = jail.run(hand_in, stop)
        if hand_in.tests:
            _log_how_it_ended(toolchain, run)
        return run, _version(jail)

    def _run_split(self, jails: ExitStack, toolchain: Toolchain, hand_in: HandIn) -> tuple[RunResult, ToolchainVersion]:
        if not toolchain.facts.splits:
            hint = f"judge it in one jail; two are for {self._names_with(lambda facts: facts.splits)}"
            raise TrackInvalid(f"tests of {toolchain.name} cannot be kept apart from the program", hint=hint)
        tests = jails.enter_context(_jail(self._pool, toolchain))
        solution = jails.enter_context(_jail(self._partners, toolchain))
        return run_split(tests, solution, hand_in), _version(tests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in {self._pool, self._partners}:
            pool.close()


def _log_how_it_ended(toolchain: Toolchain, run: RunResult) -> None:
    """Say how a run ended of which nothing else says it: whether the program left, or the interpreter fell over."""
    if run.results is None and run.breakage is None and run.fault is None and not run.limits_reached:
        how = f"with code {run.exit_code}" if run.signal is None else f"by signal {run.signal}"
        _log.warning("a %s run ended early, %s, after %d ms", toolchain.name, how, run.milliseconds)


def _version(jail: Jail) -> ToolchainVersion:
    return ToolchainVersion(
        name=jail.toolchain.name, program=jail.toolchain.facts.label, version=jail.version[:VERSION_CHARACTERS]
    )


@contextmanager
def _jail(pool: JailPool, toolchain: Toolchain) -> Iterator[Jail]:
    jail = pool.taken(toolchain)
    try:
        yield jail
    finally:
        pool.throw_away(jail)

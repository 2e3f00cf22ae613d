"""One jail: started, proven, handed one program, and thrown away. Nothing is read from a path that it can write."""

import contextlib
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Self

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.protocol.limits import OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import Limit, RunResult
from kiosk_agent.runner.jail import proof, report
from kiosk_agent.runner.jail.accounts import JailAccount, JailAccounts
from kiosk_agent.runner.jail.control_group import ControlGroups, RunGroup
from kiosk_agent.runner.jail.exchange import Exchange, with_length
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.jail.limit_signs import limits_said, of_program
from kiosk_agent.runner.jail.making_ahead import made_ahead
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.jail.plain_text import decoded, shortened
from kiosk_agent.runner.jail.sandbox import find_firejail, firejail_arguments
from kiosk_agent.runner.jail.scratch import Scratch, ScratchSlots
from kiosk_agent.runner.jail.watch import Watch, WhenLong
from kiosk_agent.toolchains.toolchain import Toolchain

START_SECONDS = 60.0
"""For a jail to prove itself on a slow machine with much else to do; one that cannot start says so at once."""
END_SECONDS = 5.0
"""For a jail whose results have ended to end itself, so that its exit code can be read."""
ORDERLY_END_SECONDS = 1.0
"""For firejail to remove its state when its child was killed."""
LAST_WORD_SECONDS = 0.1
"""For firejail to end by itself when its program has."""
RESULTS_BYTES = 2 * 1024 * 1024
SHELL_SIGNAL_BASE = 128
NEVER_BEGAN = "the jail ended before the program was in it"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "FORCE_COLOR": "0"}
AWAITED = {"OUTSET_AWAITED": "1"}
"""Tells a compiler not to warm itself up first: that takes longer than one program."""
HURRY = with_length(b"")
"""Tells it, when it has begun to: the length of nothing, before that of the program."""


class Jail:
    """A firejail with a harness in it: `started`, then `prove`, then `run` once, then `close`."""

    def __init__(
        self,
        toolchain: Toolchain,
        child: subprocess.Popen[bytes],
        exchange: Exchange,
        group: RunGroup | None,
        account: JailAccount,
        scratch: Scratch | None,
        *,
        groups: ControlGroups,
        wall_seconds: float,
    ) -> None:
        self.toolchain = toolchain
        self.version = ""
        self.when_long: WhenLong | None = None
        self._child = child
        self._exchange = exchange
        self._groups = groups
        self._group = group
        self._account = account
        self._scratch = scratch
        self._is_over = False
        self._is_closed = False
        self._is_empty = False
        self._wall_seconds = wall_seconds

    @classmethod
    def started(
        cls,
        toolchain: Toolchain,
        places: Places,
        groups: ControlGroups,
        slots: ScratchSlots,
        accounts: JailAccounts,
        *,
        awaited: bool = False,
    ) -> Self:
        """Start a jail and return at once; `awaited` when somebody waits for it. Raises JailUnavailable."""
        firejail = find_firejail(toolchain)
        ahead = made_ahead(toolchain, places)
        with contextlib.ExitStack() as undo:
            account = accounts.taken()
            undo.callback(account.free)
            scratch = slots.taken(toolchain.limits, account)
            if scratch:
                undo.callback(scratch.free)
            group = groups.for_run(toolchain.limits)
            if group:
                undo.callback(groups.discard, group)
            outer, inner = Exchange.ends(toolchain.limits.output_bytes, RESULTS_BYTES)
            undo.callback(outer.close)
            with inner:
                words = firejail_arguments(
                    firejail, toolchain, places, inner.results, scratch.folder if scratch else None, ahead
                )
                child = process.start(
                    account.command(words),
                    cwd=Path("/"),
                    only_environment=ENVIRONMENT | {"HOME": str(places.home)} | (AWAITED if awaited else {}),
                    stdin=inner.stdin,
                    stdout=inner.output,
                    stderr=inner.output,
                    pass_fds=(inner.results,),
                    join_groups=group.entrances if group else (),
                )
            undo.pop_all()
        limits = toolchain.limits
        seconds = limits.wall_seconds + (limits.unwarmed_seconds if awaited else 0)
        return cls(toolchain, child, outer, group, account, scratch, groups=groups, wall_seconds=seconds)

    @property
    def alive(self) -> bool:
        """Tell whether the jail still runs."""
        return self._child.poll() is None

    @property
    def memory_bytes(self) -> int:
        """Return the memory that it holds now; 0 where no control group counts it."""
        return self._group.memory_bytes() if self._group else 0

    def prove(self, awaited: threading.Event | None = None) -> None:
        """Wait for the proof of jail. Raises JailUnavailable, and then the jail is closed.

        Once `awaited` is set, somebody waits for it: a harness that warms up is told to leave that.
        """
        try:
            ready = self._ready(awaited if self.toolchain.hurries else None)
            proof.check(ready.proof, self._child.pid, self._account.uid)
            self._check_group()
        except BaseException:
            self.close()
            raise
        self.version = ready.version
        self._exchange.results.held.clear()
        # So far only firejail has spoken.
        self._exchange.output.drain()
        self._exchange.output.held.clear()

    def _check_group(self) -> None:
        if self._group and not self._group.holds(self._child.pid):
            raise JailUnavailable("the jail is not in its control group", hint="start the runner again")

    def _ready(self, awaited: threading.Event | None = None) -> report.Ready:
        held, deadline = self._exchange.results.held, time.monotonic() + START_SECONDS

        def proven() -> bool:
            return held.endswith(b"}\n")

        self._exchange.go_on(proven, deadline, lambda: awaited is not None and awaited.is_set())
        if awaited and awaited.is_set() and not proven():
            self._exchange.say(HURRY)
            self._wall_seconds += self.toolchain.limits.unwarmed_seconds
            self._exchange.go_on(proven, deadline)
        for line in report.lines(bytes(held), report.UNPROVEN_NONCE):
            if isinstance(line, report.Ready):
                return line
        self._exchange.output.drain()
        said = decoded(bytes(self._exchange.output.held)).strip()[-1000:] or "it said nothing"
        hint = "read what it said; check that firejail and the policies belong together"
        raise JailUnavailable(f"the jail for {self.toolchain.name} did not start: {said}", hint=hint)

    def run(self, hand_in: HandIn, stop: threading.Event | None = None) -> RunResult:
        """Hand in a program and return the facts of its run. Once only.

        One that is ended by `stop` is told as one whose time is over: its time was over for who waited.
        """
        started = time.monotonic()
        exchange, held = self._exchange, self._exchange.results.held
        ended = f'\n{hand_in.nonce} {{"kind":"ended"'.encode()
        watch = self.watch()

        def is_ended() -> bool:
            return held.endswith(b"}\n") and ended in held[-2 * len(ended) :]

        def is_stopped() -> bool:
            return stop is not None and stop.is_set()

        exchange.send(hand_in.encoded())
        in_time = exchange.go_on(is_ended, started + self._wall_seconds, lambda: watch.look() or is_stopped())
        in_time &= not is_stopped() or is_ended() or not exchange.results.open
        return self.facts(report.Report(bytes(held), hand_in.nonce), started, watch, in_time=in_time)

    @property
    def exchange(self) -> Exchange:
        """Return the runner's ends of its pipes, for a run in two jails."""
        return self._exchange

    def watch(self) -> Watch:
        """Return what looks at the run that begins now."""
        return Watch(self.toolchain.limits, self._group, self._scratch, self.when_long)

    def facts(self, said: report.Report, started: float, watch: Watch, *, in_time: bool) -> RunResult:
        """Return the facts of the run that began at `started` (monotonic) and is over now."""
        milliseconds = round((time.monotonic() - started) * 1000)
        exchange = self._exchange
        if not exchange.results.open:
            # The jail is on its way out; its exit code is worth the wait.
            self._wait(END_SECONDS)
        exchange.output.drain()
        watch.look()
        reached = [*watch.reached, *([] if in_time else [Limit.WALL_TIME])]
        if exchange.overflowed:
            reached.append(Limit.OUTPUT)
        self._is_over = not reached
        return self._result(said, milliseconds, reached)

    def _result(self, said: report.Report, milliseconds: int, reached: list[Limit]) -> RunResult:
        output = decoded(bytes(self._exchange.output.held))
        if self._group:
            reached += self._group.limits_reached()
        reached += limits_said(
            said, output, self.toolchain.facts.memory_signs, reached, grouped=self._group is not None
        )
        if Limit.MEMORY in reached:
            output = of_program(output, self.toolchain.facts.dying_words)
        code = said.exit_code if said.exit_code is not None else self._child.poll()
        died_of = code - SHELL_SIGNAL_BASE if code is not None and code > SHELL_SIGNAL_BASE else None
        if died_of == signal.SIGXFSZ:
            reached.append(Limit.DISK)
        if died_of in {signal.SIGKILL, signal.SIGXCPU} and milliseconds >= self.toolchain.limits.cpu_seconds * 500:
            reached.append(Limit.CPU_TIME)
        by_signal = said.exit_code is None and died_of is not None
        return RunResult(
            exit_code=None if by_signal else code,
            signal=died_of if by_signal else None,
            output=shortened(output, OUTPUT_CHARACTERS),
            milliseconds=milliseconds,
            limits_reached=tuple(dict.fromkeys(reached)),
            results=said.results(),
            breakage=said.breakage,
            fault=None if said.begun else NEVER_BEGAN,
            irregularity=said.irregularity,
            announced=said.announced,
            suspect=said.suspect,
            leaver=said.leaver,
            skipped=tuple(said.skipped),
        )

    def close(self) -> None:
        """Kill everything in the jail and free what it held. May be called again, by one thread at a time.

        What cannot be done of it is raised when all the rest was.
        """
        if self._is_closed:
            return
        self._is_closed = True
        with contextlib.ExitStack() as freed:
            # From the last on, each though another fails.
            freed.callback(self._give_account_back)
            if self._scratch:
                freed.callback(self._free_scratch, self._scratch)
            if self._group:
                freed.callback(self._groups.discard, self._group)
            freed.callback(self._end)
            self._exchange.close()

    def _end(self) -> None:
        if self._is_over:
            # Then the jail ends by itself, at once.
            self._wait_for_end(LAST_WORD_SECONDS)
        if self._child.poll() is None:
            # Its child is the first process of the PID namespace, and takes all others with it; firejail itself then
            # ends in order and removes its state.
            self._account.kill_children(self._child.pid)
            self._wait(ORDERLY_END_SECONDS)
        self._is_empty = self._account.end()

    def _free_scratch(self, scratch: Scratch) -> None:
        was_empty, self._is_empty = self._is_empty, False
        self._is_empty = scratch.free() and was_empty

    def _give_account_back(self) -> None:
        if self._is_empty:
            self._account.free()
        else:
            self._account.retire("something of its last jail is left")

    def _wait(self, seconds: float) -> None:
        self._wait_for_end(seconds)
        while self._child.poll() is None:
            # On its way into the account it still is ours.
            with contextlib.suppress(PermissionError):
                self._child.kill()
            self._account.end()

    def _wait_for_end(self, seconds: float) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(seconds)

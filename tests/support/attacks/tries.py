"""Tries each attack in the real jail, and its twin outside of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.protocol.results import Judging, RunResult, Verdict
from kiosk_agent.runner.jail.hand_in import HandIn, exercise_hand_in
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.runner import Runner
from tests.support.attacks import exercises
from tests.support.attacks.attack_file import Attack, Kind, Twin
from tests.support.attacks.beside import in_two_jails, ready_words, with_no_jail
from tests.support.attacks.canaries import Canaries
from tests.support.attacks.outcome import (
    Became,
    Outcome,
    deceiving,
    outcome_in_jail,
    outcome_outside,
    shown_texts,
)
from tests.support.attacks.programs import Program, program
from tests.support.attacks.unjailed import Said, Unjailed, run_naively, run_unjailed, without_locks


@dataclass(frozen=True)
class Trial:
    """Where attacks are tried."""

    runner: Runner
    places: Places
    native: Path | None

    def missing(self, attack: Attack) -> str:
        """Return what this machine lacks for `attack`, or nothing."""
        name = attack.toolchain
        if name not in self.runner.toolchains:
            return f"no toolchain {name}"
        program_missing = self.runner.toolchain(name).missing_program()
        return f"no {program_missing}" if program_missing else ""

    def in_jail(self, attack: Attack) -> Outcome:
        """Try `attack` in the jail."""
        if missing := self.missing(attack):
            return Outcome(Became.ABSENT, missing)
        with self._canaries(attack) as canaries:
            if attack.kind in {Kind.JUDGED, Kind.SPLIT}:
                return self._judged(attack, canaries)
            if attack.kind is Kind.BESIDE:
                return self._beside(attack, canaries)
            run = self._run(attack, program(attack, canaries, self.native))
            if attack.second:
                run = self._run(attack, program(attack, canaries, self.native, attack.second))
            left = canaries.left_processes()
            if attack.kind is Kind.TEXT:
                return _shown(deceiving(shown_texts(run)), run.output or run.breakage)
            return outcome_in_jail(attack, run, canaries, [*canaries.effects(), *left])

    def _beside(self, attack: Attack, canaries: Canaries) -> Outcome:
        ready = ready_words(canaries.nonce)
        run = in_two_jails(self.runner, attack.toolchain, self._both(attack, canaries), ready)
        if ready.decode() not in run.output:
            return Outcome(Became.BROKEN, f"the first was never ready: {run.output[-600:]}")
        return outcome_in_jail(attack, run, canaries, [*canaries.effects(), *canaries.left_processes()])

    def _both(self, attack: Attack, canaries: Canaries) -> tuple[Program, Program]:
        return program(attack, canaries, self.native), program(attack, canaries, self.native, attack.second)

    def _run(self, attack: Attack, one: Program) -> RunResult:
        return self.runner.run_program(attack.toolchain, one.path, one.source)

    def _judged(self, attack: Attack, canaries: Canaries) -> Outcome:
        source = program(attack, canaries, self.native).source
        with _folder() as folder:
            exercise = exercises.write_exercise(attack.toolchain, folder)
            judging = Judging.SPLIT if attack.kind is Kind.SPLIT else Judging.IN_PROCESS
            judgement = self.runner.judge(exercise, {exercise.solution_files[0]: source}, judging)
        left = [*canaries.left_processes(), *canaries.effects()]
        evidence = f"{judgement.verdict}: {judgement.results.message or [t.status for t in judgement.results.tests]}"
        if judgement.verdict is Verdict.ACCEPTED or left:
            return Outcome(Became.THROUGH, "; ".join([evidence, *left]))
        became = Became.BROKEN if judgement.verdict is Verdict.INTERNAL_ERROR else Became.BLOCKED
        return Outcome(became, evidence)

    def outside(self, attack: Attack) -> Outcome:
        """Try the twin of `attack`."""
        if attack.twin is Twin.NO:
            return Outcome(Became.ABSENT, attack.why_no_twin)
        if missing := self.missing(attack) or attack.missing_here():
            return Outcome(Became.ABSENT, missing)
        with self._canaries(attack) as canaries, _folder() as folder:
            if attack.kind in {Kind.JUDGED, Kind.SPLIT}:
                return self._believed(attack, canaries, folder)
            if attack.kind is Kind.BESIDE:
                first, second = self._both(attack, canaries)
                output = with_no_jail(
                    lambda until: self._unjailed(attack, first, folder, until),
                    lambda: self._unjailed(attack, second, folder),
                    ready_words(canaries.nonce),
                )
                return outcome_outside(output, canaries, canaries.effects())
            ran = self._unjailed(attack, program(attack, canaries, self.native), folder)
            if attack.second:
                ran = self._unjailed(attack, program(attack, canaries, self.native, attack.second), folder)
            if attack.kind is Kind.TEXT:
                return _shown(deceiving(ran.output), ran.output)
            living = [f"process {pid} was left" for pid in canaries.living()]
            left = [f"{path.name} was left" for path in folder.iterdir()]
            more = [f"{ran.more_bytes} bytes more came out"] if ran.more_bytes else []
            return outcome_outside(ran.output, canaries, [*canaries.effects(), *living, *left, *more])

    def _believed(self, attack: Attack, canaries: Canaries, folder: Path) -> Outcome:
        source = program(attack, canaries, self.native).source
        track = folder / "track"
        exercise = exercises.write_exercise(attack.toolchain, track)
        if attack.kind is Kind.SPLIT:
            # Its twin is judged in the jail, by the harness that shares its process with the solution. What even that
            # one holds must get past the same without its locks, or past a judge who trusts exit codes.
            verdict = self.runner.judge(exercise, {exercise.solution_files[0]: source}).verdict
            if verdict is Verdict.ACCEPTED:
                return Outcome(Became.THROUGH, f"in one process: {verdict}")
        command = exercises.write_naive(attack.toolchain, folder, source)
        naive = run_naively(command, folder)
        if naive.exit_code == 0:
            return Outcome(Became.THROUGH, "a judge of exit codes believes it")
        hand_in = exercise_hand_in(exercise, {exercise.solution_files[0]: source})
        found = without_locks(self.places, folder / "harness") if attack.kind is Kind.SPLIT else self.places
        ran = run_unjailed(self.runner.toolchains[attack.toolchain], found, hand_in, folder)
        if exercises.is_believed(attack.toolchain, ran.results + ran.output):
            return Outcome(Became.THROUGH, "a judge of lines believes it")
        return Outcome(Became.BLOCKED, f"code {naive.exit_code}: {naive.output[-300:]}")

    def _unjailed(self, attack: Attack, one: Program, folder: Path, until: Said | None = None) -> Unjailed:
        hand_in = HandIn(files={one.path: one.source}, solution=(one.path,), tests=())
        toolchain = self.runner.toolchains[attack.toolchain]
        as_root = attack.twin is Twin.NAMESPACE
        return run_unjailed(toolchain, self.places, hand_in, folder, as_root_of_its_own=as_root, until=until)

    @contextmanager
    def _canaries(self, attack: Attack) -> Iterator[Canaries]:
        with Canaries(self.places.home) as canaries:
            if "process" in attack.needs:
                canaries.start_process()
            yield canaries


def _shown(found: list[str], text: object) -> Outcome:
    if not text:
        return Outcome(Became.BROKEN, "nothing was shown")
    return Outcome(Became.THROUGH, ", ".join(found)) if found else Outcome(Became.BLOCKED, "only letters are shown")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="outset-twin-", ignore_cleanup_errors=True) as outer:
        folder = Path(outer, "work")
        folder.mkdir()
        yield folder

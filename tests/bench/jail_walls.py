"""The same harness behind other walls than ours: bubblewrap's, or none at all."""

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from kiosk_agent import process
from kiosk_agent.errors import OutsetError, ProgramFailed
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.jail import jail
from kiosk_agent.runner.jail.hand_in import exercise_hand_in
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.jail.sandbox import firejail_arguments
from kiosk_agent.runner.judging.judge import judge
from kiosk_agent.runner.runner import Runner
from kiosk_agent.toolchains.toolchain import Toolchain
from tests.bench.jail_exercises import Named
from tests.bench.jail_ways import Way
from tests.support.judgements import NODE

BUBBLEWRAP = Path("/usr/bin/bwrap")
SHOWN = ("--noblacklist=", "--whitelist=")
SYSTEM = ("/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/alternatives")
Wall = Callable[[list[str], list[str], Path | None], list[str]]
"""From the harness's command, what it must read, and its scratch folder, to the whole command."""


def no_wall(command: list[str], _reads: list[str], _scratch: Path | None) -> list[str]:
    """Return the harness's own command."""
    return command


def bubblewrap(command: list[str], reads: list[str], scratch: Path | None) -> list[str]:
    """Return the command behind namespaces of bubblewrap's: no filter of system calls, and no limits."""
    links = ["--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin"]
    seen = [word for path in (*SYSTEM, *reads) for word in ("--ro-bind-try", path, path)]
    own = ["--bind", str(scratch), str(scratch)] if scratch else []
    walls = [
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
    ]
    return [str(BUBBLEWRAP), *walls, *links, *seen, *own, "--chdir", "/", "--", *command]


def why_no_bubblewrap() -> str | None:
    """Return why bubblewrap cannot be compared here, or None when it can."""
    if not BUBBLEWRAP.exists():
        return "bubblewrap is not installed where the toolchain is (apt-get install bubblewrap)"
    try:
        process.run(bubblewrap(["/usr/bin/true"], ["/usr/bin/true"], None), timeout_seconds=10)
    except OutsetError as error:
        said = error.output.strip().splitlines() if isinstance(error, ProgramFailed) else []
        return f"bubblewrap cannot run here: {said[-1] if said else error.message}"
    return None


class OtherWall(Way):
    """The harness behind another wall, waiting (`is_warm`) or started when the program comes."""

    def __init__(self, runner: Runner, name: str, wall: Wall, *, is_warm: bool) -> None:
        self.name = name
        self._runner = runner
        self._wall = wall
        self._is_warm = is_warm
        self._jail: Jail | None = None

    def make_ready(self, named: Named) -> None:
        """Have one waiting, when it is to wait."""
        if self._is_warm:
            self._ready_jail(named)

    def judge(self, named: Named) -> Verdict:
        """Run and judge as the runner does."""
        run = self._ready_jail(named).run(exercise_hand_in(named.exercise, named.sources))
        return judge(named.exercise, run, NODE).verdict

    def clear(self) -> None:
        """Throw it away."""
        if self._jail is not None:
            self._jail.close()
            self._jail = None

    def _ready_jail(self, named: Named) -> Jail:
        if self._jail is None:
            self._jail = self._started(named)
            self._jail._ready()
            self._jail.exchange.results.held.clear()
        return self._jail

    def _started(self, named: Named) -> Jail:
        pool = self._runner._pool
        toolchain = self._runner.toolchain(named.exercise.language_name)
        with patch.object(jail, "firejail_arguments", self._arguments):
            kept = (pool._places, pool._groups, pool._slots, pool._accounts)
            return Jail.started(toolchain, *kept, awaited=not self._is_warm)

    def _arguments(
        self,
        firejail: Path,
        toolchain: Toolchain,
        places: Places,
        results: int,
        scratch: Path | None = None,
        ahead: Path | None = None,
    ) -> list[str]:
        # What our own jail is given: the harness's words come last, and what it may read is in the options.
        words = firejail_arguments(firejail, toolchain, places, results, scratch, ahead)
        reads = [word.partition("=")[2] for word in words if word.startswith(SHOWN)]
        return self._wall(words[-len(toolchain.command) :], reads, scratch)

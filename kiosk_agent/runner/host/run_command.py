"""`./outset kiosk run TOOLCHAIN FILE`: one program in the jail, exactly as the tutor would run it."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.protocol.results import BreakStage, Limit, RunResult, Verdict
from kiosk_agent.protocol.stepping.trace import Ending
from kiosk_agent.runner.account import is_ours
from kiosk_agent.runner.host import toolchain_tree
from kiosk_agent.runner.host.become import become_ours
from kiosk_agent.runner.host.place_options import add_place_options, chosen_places
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.hand_in import HandIn, Role
from kiosk_agent.runner.judging.judge import VERDICT_OF_LIMIT
from kiosk_agent.runner.runner import Runner
from kiosk_agent.runner.stepping.trace_text import trace_lines


def main(arguments: Sequence[str]) -> int:
    """Print what became of the program: 0 when it was accepted, 1 otherwise. Raises OutsetError."""
    parser = CommandParser(prog="./outset kiosk run", description="Run one program in the jail.")
    parser.add_argument("toolchain", help="one of policies/toolchains")
    parser.add_argument("file", type=Path, help="the program; - for stdin")
    parser.add_argument("--name", help="the program's file name, when it comes on stdin")
    parser.add_argument("--json", action="store_true", help="print the RunResult with its verdict as JSON")
    parser.add_argument("--steps", action="store_true", help="record it step by step, and print that")
    add_place_options(parser)
    chosen = parser.parse_args(arguments)
    if not is_ours():
        _become_ours(chosen)
    source = read_program(chosen.file)
    name = chosen.name or chosen.file.name
    with Runner(staged_places(*chosen_places(chosen)), warm=False) as runner:
        suffixes = runner.toolchain(chosen.toolchain).facts.suffixes
        path = name if Path(name).suffix in suffixes else f"program{suffixes[0]}"
        if not chosen.json:
            sys.stderr.write(f"{runner.describe_limits()}\n")
        if chosen.steps:
            return _print_steps(runner, chosen, HandIn({path: source}, (path,), (), role=Role.STEPS))
        run = runner.run_program(chosen.toolchain, path, source)
    verdict = program_verdict(run)
    text = _json(run, verdict) if chosen.json else _lines(run, verdict)
    sys.stdout.write(text)
    return 0 if verdict is Verdict.ACCEPTED else 1


def _print_steps(runner: Runner, chosen: argparse.Namespace, hand_in: HandIn) -> int:
    trace = runner.record_program(chosen.toolchain, hand_in)
    lines = [trace.model_dump_json()] if chosen.json else trace_lines(trace)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0 if trace.ending is Ending.ENDED else 1


def _become_ours(chosen: argparse.Namespace) -> None:
    """Go on as the account, with the program on stdin: its file need not be readable for anybody but who calls."""
    # Asked for first: a toolchain that is not here is in a tree, or said to be missing.
    tree = toolchain_tree.tree_of(chosen.policies, chosen.toolchain)
    places = [path.absolute() for path in chosen_places(chosen)]
    if str(chosen.file) != "-":
        try:
            opened = os.open(chosen.file, os.O_RDONLY)
            # A folder can be opened, too, and says only then what it is.
            os.read(opened, 0)
        except OSError as error:
            hint = "name a file that you can read, or hand the program in on stdin, as -"
            raise OutsetError(f"cannot read {chosen.file}: {error.strerror}", hint=hint) from error
        os.dup2(opened, sys.stdin.fileno())
    words = ["kiosk", "run", chosen.toolchain, "-", f"--name={chosen.name or chosen.file.name}"]
    words += ["--policies", str(places[0]), "--node-modules", str(places[1]), *(["--json"] if chosen.json else [])]
    words += ["--steps"] if chosen.steps else []
    become_ours(words, tree=tree, visible=places)


def program_verdict(run: RunResult) -> Verdict:
    """Return the verdict on a program without tests: accepted when it came to its end with code 0."""
    if run.fault is not None:
        return Verdict.INTERNAL_ERROR
    for limit, verdict in VERDICT_OF_LIMIT.items():
        if limit in run.limits_reached:
            return verdict
    if run.breakage is not None and run.breakage.stage is BreakStage.COMPILE:
        return Verdict.COMPILE_ERROR
    if run.breakage is not None or run.exit_code != 0 or {Limit.DISK, Limit.FILES} & set(run.limits_reached):
        return Verdict.RUNTIME_ERROR
    return Verdict.ACCEPTED


def _json(run: RunResult, verdict: Verdict) -> str:
    return '{"verdict":"' + verdict + '",' + run.model_dump_json()[1:] + "\n"


def _lines(run: RunResult, verdict: Verdict) -> str:
    ended = f"signal {run.signal}" if run.signal is not None else f"exit code {run.exit_code}"
    limits = ", ".join(run.limits_reached) or "none"
    output = run.output if run.output.endswith("\n") or not run.output else f"{run.output}\n"
    return f"{output}--\n{verdict}: {ended} after {run.milliseconds} ms; limits reached: {limits}\n"


def read_program(file: Path) -> str:
    """Return a program as an editor would show it, from stdin where `file` is -. Raises OutsetError."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as opened:
            raw = opened.read(SOURCE_BYTES + 1)
    except OSError as error:
        raise OutsetError(f"cannot read {file}: {error.strerror}", hint="name a file that you can read") from error
    if len(raw) > SOURCE_BYTES:
        message = f"the program is longer than the {SOURCE_BYTES} bytes that it may have"
        raise OutsetError(message, hint="make it shorter")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # What is no UTF-8 cannot be typed.
        raise OutsetError(f"{file} is not UTF-8 text (byte {error.start})", hint="save the file as UTF-8") from error

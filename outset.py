"""What `./outset` runs once everything is there: finds the command in provisioning/commands.txt and calls its module.

The table and its help need nothing but Python itself; a module is imported when its command is asked for.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "provisioning/commands.txt"
TITLE = "Outset: locked coding terminals for a prison classroom, and the trainer's page to run the room from."
FOOT = "The first run installs what is missing and says so before it does. Each command says more with --help."
HELP = ("help", "--help", "-h")
COLUMNS = 5
ONLY_READ = "OUTSET_ONLY_READ"
"""In the environment: the command reads its words, and no more. `outset` asks so before it installs anything."""


class TableInvalid(Exception):
    """The table, or a module that it names, is not what it must be: what is wrong, then the next step."""


@dataclass(frozen=True)
class Row:
    """A row of the table: a command, a group of commands, or what a command can be told."""

    words: tuple[str, ...]
    groups: tuple[str, ...]
    """Of host-packages.txt."""
    module: str
    does: str

    @property
    def is_option(self) -> bool:
        """Tell whether it is what another row's command can be told."""
        return any(word.startswith("--") for word in self.words)


def rows(table: Path = TABLE) -> Sequence[Row]:
    """Return the rows of the table. Raises TableInvalid."""
    try:
        lines = table.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableInvalid(f"{table} cannot be read: {error}\n  next: have it back, as UTF-8 text") from error
    said = ((number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#"))
    return [_row(line, f"{table}, line {number}") for number, line in said]


def _row(line: str, place: str) -> Row:
    columns = [column.strip() for column in line.split("|")]
    if len(columns) != COLUMNS:
        wrong = f"{place}: a row has {COLUMNS} columns with | between them, and this one has {len(columns)}"
        raise TableInvalid(f"{wrong}\n  next: write it as the rows beside it; an empty column keeps its |")
    words, groups, _, module, does = columns
    if not words:
        raise TableInvalid(f"{place}: a row begins with a command's words\n  next: write them before its first |")
    return Row(tuple(words.split()), tuple(groups.split()), module, does)


def main(arguments: Sequence[str], *, only_read: bool = False) -> int:
    """Run the command that `arguments` begin with; return its exit code: 2 for a fault, said with its next step.

    With `only_read` the process ends where the command has read its words: nothing is run.
    """
    if only_read:
        _end_as_words_are_read()
    try:
        return _main(rows(TABLE), arguments)
    except TableInvalid as fault:
        print(fault, file=sys.stderr)
        return 2


def _end_as_words_are_read() -> None:
    """Have this process end, with 0, where the command that it runs has read its words."""

    def parse_and_end(
        parser: argparse.ArgumentParser,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> argparse.Namespace:
        parse(parser, args, namespace)
        parser.exit()

    parse = argparse.ArgumentParser.parse_args
    argparse.ArgumentParser.parse_args = parse_and_end  # type: ignore[method-assign, assignment]


def _main(table: Sequence[Row], arguments: Sequence[str]) -> int:
    known = {row.words: row for row in table if row.module or len(row.words) == 1}
    arguments = arguments or HELP[:1]
    named = _named(known, arguments)
    rest = arguments[len(named) :]
    has_more = any(words[: len(named)] == named and words != named for words in known)
    if rest[:1] and rest[0] in HELP and has_more:
        print(_help(table, named))
        return 0
    if not named or not known[named].module or (has_more and rest[:1] and not rest[0].startswith("-")):
        return _refusal(known, named, rest)
    return _run(known[named], rest)


def _named(known: Mapping[tuple[str, ...], Row], arguments: Sequence[str]) -> tuple[str, ...]:
    """Return as many of the first words as name a command or a group."""
    longest = max(map(len, known))
    prefixes = (tuple(arguments[:length]) for length in range(longest, 0, -1))
    return next((words for words in prefixes if words in known), ())


def _run(command: Row, rest: Sequence[str]) -> int:
    # Only now: the help must come without the libraries.
    errors = importlib.import_module("kiosk_agent.errors")
    run = _main_of(command)
    try:
        return int(run(rest))
    except errors.OutsetError as error:
        print(error, file=sys.stderr)
        return 2


def _main_of(command: Row) -> Callable[[Sequence[str]], int]:
    try:
        module = importlib.import_module(command.module)
    except ModuleNotFoundError as error:
        # What the module itself imports in vain is another fault, and not the table's.
        if not f"{command.module}.".startswith(f"{error.name}."):
            raise
        module = None
    run: Callable[[Sequence[str]], int] | None = getattr(module, "main", None)
    if run is None:
        wrong = (
            f"there is no {command.module} with a main(arguments), which ./outset {' '.join(command.words)} is to run"
        )
        raise TableInvalid(f"{wrong}\n  next: write it, or correct the fourth column of that row of {TABLE}")
    return run


def _help(table: Sequence[Row], named: tuple[str, ...]) -> str:
    title = next((f"./outset {' '.join(row.words)}: {row.does}." for row in table if row.words == named), TITLE)
    shown = [row for row in table if row.words[: len(named)] == named and (row.module or row.is_option)]
    width = max(len(" ".join(row.words)) for row in shown)
    lines = [f"  ./outset {' '.join(row.words):<{width}}   {row.does}" for row in shown]
    return "\n".join([title, "", *lines, "", FOOT])


def _refusal(known: Mapping[tuple[str, ...], Row], named: tuple[str, ...], rest: Sequence[str]) -> int:
    asked = " ".join(("./outset", *named, *rest[:1]))
    said = f"there is no command {asked}" if rest else f"{asked} needs to be told what to do"
    print(said, file=sys.stderr)
    further = sorted({words[len(named)] for words in known if words[: len(named)] == named and words != named})
    print(f"  next: {' '.join(('./outset', *named))} with one of: {', '.join(further)}; or --help", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], only_read=ONLY_READ in os.environ))

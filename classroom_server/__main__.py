"""The classroom server's commands: `python -m classroom_server site|run|backup|restore|accounts|verify-log|migrate`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from classroom_server import commands
from classroom_server.core.errors import RefusalCode, Refused, SiteUnusable
from classroom_server.site.settings import ServerSettings
from kiosk_agent.command_line import CommandParser, number_from
from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.paths import DEFAULT_PORT, LAST_PORT

TAKEN = 3
"""The exit code of a command for a name that is somebody's already."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; 1 for a bad answer, TAKEN, 2 for a fault, said with its next step."""
    parsed = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except OutsetError as error:
        print(error, file=sys.stderr)
        return TAKEN if isinstance(error, Refused) and error.code is RefusalCode.NAME_TAKEN else 2
    except OSError as error:
        fault = SiteUnusable(
            f"cannot use {error.filename or parsed.folder}: {error.strerror}",
            hint="choose a --folder on a disk with room, which this account may write to",
        )
        print(fault, file=sys.stderr)
        return 2


def _parser() -> CommandParser:
    parser = CommandParser(prog="./outset server", description="The classroom server.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    site = _add(verbs, "site", _site, "make the site's keys, once, and its certificate for these addresses")
    _add_address(site)
    run = _add(verbs, "run", _run, "migrate, then serve HTTPS until SIGTERM")
    _add_address(run)
    # S104: kiosks reach it over the classroom's own network.
    run.add_argument("--host", default="0.0.0.0", help="where it listens (default: %(default)s)")  # noqa: S104
    port = number_from(0, LAST_PORT)
    run.add_argument("--port", type=port, default=DEFAULT_PORT, help="default: %(default)s; 0: any that is free")
    _add(verbs, "migrate", _migrate, "bring the database to this version's shape")
    backup = _add(verbs, "backup", _back_up, "write a backup, keys included, while the server runs or not")
    backup.add_argument("file", type=Path, help="on another disk, and kept as safe as the server: it holds its keys")
    restore = _add(verbs, "restore", _restore, "make a folder of a backup; --folder must be new or empty")
    restore.add_argument("file", type=Path, help="what backup wrote")
    _add(verbs, "verify-log", _verify_log, "check the audit log's chain")
    accounts = verbs.add_parser("accounts", help="trainers' accounts").add_subparsers(required=True, metavar="VERB")
    create = _add(accounts, "create", _create_account, "make an account and print its one-time password")
    create.add_argument("name")
    reset = _add(accounts, "reset", _reset_password, "give an account a new one-time password and print it")
    reset.add_argument("name")
    return parser


def _add_address(verb: argparse.ArgumentParser) -> None:
    told = "what kiosks and browsers call it by, for its certificate; may be given again"
    verb.add_argument("--address", action="append", default=[], metavar="NAME_OR_IP", help=told)


def _add(
    verbs: "argparse._SubParsersAction[CommandParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_text: str,
) -> CommandParser:
    verb = verbs.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    verb.add_argument("--folder", type=Path, required=True, help="where this server keeps everything")
    verb.set_defaults(run=run)
    return verb


def _site(parsed: argparse.Namespace) -> int:
    settings = ServerSettings(parsed.folder)
    site = commands.make_site(settings, parsed.address)
    print(f"site for {', '.join(site.addresses)}; kiosks trust {settings.ca_path}")
    return 0


def _run(parsed: argparse.Namespace) -> int:
    commands.run(ServerSettings(parsed.folder, parsed.host, parsed.port), parsed.address)
    return 0


def _migrate(parsed: argparse.Namespace) -> int:
    commands.migrate_present(ServerSettings(parsed.folder))
    print("the database has this version's shape")
    return 0


def _back_up(parsed: argparse.Namespace) -> int:
    print("copying and checking the database; the server may go on", file=sys.stderr, flush=True)
    size_bytes = commands.back_up(ServerSettings(parsed.folder), parsed.file.absolute())
    print(f"{parsed.file} holds the database and the site's keys: {size_bytes / 1e6:.1f} MB, read back and whole")
    return 0


def _restore(parsed: argparse.Namespace) -> int:
    print("unpacking and checking the backup", file=sys.stderr, flush=True)
    settings = ServerSettings(parsed.folder.absolute())
    state = commands.restore(parsed.file.absolute(), settings)
    print(f"{parsed.folder} is restored; {state.rows} rows of its log are there")
    print("Passwords, PINs and approvals are those of that day: change and refuse again what was since.")
    print("Everybody must sign in again; a one-time password that was not used yet is worth nothing.")
    if state.broken_at is None:
        print(f"next: ./outset server run --folder {parsed.folder}")
        return 0
    print(f"the log is broken: {state.reason}", file=sys.stderr)
    print("  next: compare it with an older backup before the server runs on it", file=sys.stderr)
    return 1


def _verify_log(parsed: argparse.Namespace) -> int:
    state = commands.verify_log(ServerSettings(parsed.folder))
    print(f"{state.rows} rows fit; the last one's hash is {state.head}")
    if state.broken_at is None:
        print("Note both down: whoever has the site's keys too could sign another log.")
        return 0
    print(f"the log is broken: {state.reason}", file=sys.stderr)
    print("  next: keep this folder as it is, and compare it with the latest backup", file=sys.stderr)
    return 1


def _create_account(parsed: argparse.Namespace) -> int:
    first = commands.create_account(ServerSettings(parsed.folder), parsed.name)
    return _print_first(first.account.name, first.password)


def _reset_password(parsed: argparse.Namespace) -> int:
    first = commands.reset_password(ServerSettings(parsed.folder), parsed.name)
    return _print_first(first.account.name, first.password)


def _print_first(name: str, password: str) -> int:
    # The password alone goes to stdout: a script needs no sentence taken apart.
    print(f"account: {name}", file=sys.stderr)
    print("one-time password, to be changed at the first sign-in:", file=sys.stderr, flush=True)
    print(password)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

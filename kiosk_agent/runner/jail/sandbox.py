"""The jail as firejail's arguments: our profile, and what differs by machine and by toolchain. Starts nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, ProgramMissing
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.toolchains.toolchain import FIREJAIL_PROCESSES, Limits, Toolchain

INSTALL_HINT = "install the package firejail, or run: ./outset up"
PROFILE = Path("firejail/jail.profile")
# The profile hides these, unless a toolchain reads of them; then only what it reads is shown.
HIDDEN_SYSTEM_FOLDERS = (Path("/usr/include"), Path("/usr/libexec"))
# What an interpreter needs of the root folder, which the profile narrows, and what it hides: every Debian has them.
SYSTEM_FOLDERS = frozenset({"bin", "dev", "etc", "lib", "lib64", "proc", "run", "sbin", "sys", "tmp", "usr", "var"})
HIDDEN_BY_PROFILE = frozenset({"boot", "home", "lost+found", "media", "mnt", "opt", "root", "srv"})


def firejail_arguments(
    firejail: Path,
    toolchain: Toolchain,
    places: Places,
    results_descriptor: int,
    scratch: Path | None = None,
    ahead: Path | None = None,
) -> list[str]:
    """Return the whole command. It holds no secret: the jail can read it in /proc/1/cmdline."""
    harness = places.harness_of(toolchain.facts.harness)
    read = [*toolchain.readable(), harness, *map(places.harness_of, toolchain.facts.shares)]
    if toolchain.needs_node_modules:
        read.append(places.node_modules)
    read += [path for path in (scratch, ahead) if path]
    filled = {
        "harness": str(harness),
        "ahead": str(ahead),
        "node_modules": str(places.node_modules),
        "results": str(results_descriptor),
        "scratch": str(scratch),
    }
    # No "--" before the command: firejail would start it through the account's shell.
    return [
        str(firejail),
        *(
            f"--noblacklist={folder}"
            for folder in HIDDEN_SYSTEM_FOLDERS
            if any(folder in (path, *path.parents) for path in read)
        ),
        f"--profile={places.policies / PROFILE}",
        f"--keep-fd={results_descriptor}",
        *_limit_options(toolchain.limits),
        # firejail whitelists nothing that is as high up; not hidden, such a folder is there whole.
        *(f"--whitelist={path}" for path in read if path not in HIDDEN_SYSTEM_FOLDERS),
        *([f"--read-write={scratch}"] if scratch else ()),
        *(f"--blacklist={path}" for path in hidden_paths()),
        *(word.format_map(filled) for word in toolchain.command),
    ]


def _limit_options(limits: Limits) -> Iterator[str]:
    yield f"--rlimit-as={limits.address_space_bytes}"
    yield f"--rlimit-cpu={limits.cpu_seconds + limits.warm_up_cpu_seconds}"
    yield f"--rlimit-fsize={limits.file_bytes}"
    yield f"--rlimit-nofile={limits.open_files}"
    # A few more than the control group's limit, which is seen from outside, where there is one.
    yield f"--rlimit-nproc={limits.processes + 2 * FIREJAIL_PROCESSES}"


def hidden_paths() -> list[Path]:
    """Return what stands in this root folder and not in every Debian's: firejail's words name that alone."""
    with os.scandir("/") as entries:
        return sorted(
            Path("/", entry.name) for entry in entries if entry.name not in SYSTEM_FOLDERS | HIDDEN_BY_PROFILE
        )


def find_firejail(toolchain: Toolchain) -> Path:
    """Return the program that jails what the toolchain runs. Raises JailUnavailable."""
    if 0 in os.getresuid():
        raise JailUnavailable("jails are never run as root", hint="run it as the account outset-runner")
    if missing := toolchain.missing_program():
        raise JailUnavailable(f"{missing} is not installed", hint=f"install it to run {toolchain.name}")
    try:
        return process.find("firejail", hint=INSTALL_HINT)
    except ProgramMissing as error:
        raise JailUnavailable(error.message, hint=error.hint) from error

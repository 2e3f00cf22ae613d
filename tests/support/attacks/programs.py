"""From an attack's text to what is handed in: what stands before it, and the way to a shell or to machine code."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent import process
from tests.support.attacks.attack_file import PROGRAMS, SUFFIXES, Attack
from tests.support.attacks.canaries import Canaries

PATHS = {"java": "Program.java", "kotlin": "Program.kt", "swift": "program.swift", "javascript": "program.mjs"}
# A shell and a binary are started by a Python that has proved the jail, in its place.
BECOME = "import os, sys\nwords = {words!r}\nos.execv(words[0], words)\n"
COMPILE_SECONDS = 600
NATIVE = "native-attacks"


@dataclass(frozen=True)
class Program:
    """One file as it is handed in."""

    path: str
    source: str


def program(attack: Attack, canaries: Canaries, native: Path | None, path: Path | None = None) -> Program:
    """Return the program of `attack`, or the one in `path`, with the canaries' names in it."""
    path = path or attack.path
    if attack.toolchain == "native":
        names = ("NONCE", "FOLDER", "FILE", "PID", "PORT", "KEY", "ABSTRACT", "SOCKET", "HOME")
        words = [str(native), path.stem.replace(".", "_"), *(canaries.filled(f"@{name}@") for name in names)]
        return Program("program.py", BECOME.format(words=words))
    text = canaries.filled(_with_prelude(attack.toolchain, path.read_text(encoding="utf-8")))
    if attack.toolchain == "shell":
        return Program("program.py", BECOME.format(words=["/bin/sh", "-c", text, "sh"]))
    return Program(PATHS.get(attack.toolchain, f"program{SUFFIXES[attack.toolchain]}"), text)


def _with_prelude(toolchain: str, text: str) -> str:
    prelude = PROGRAMS / "preludes" / f"{toolchain}{SUFFIXES[toolchain]}"
    if not prelude.exists():
        return text
    # A second class or a further function may stand behind the first; imports must stay in front.
    before = toolchain in {"python", "shell", "javascript", "swift"}
    parts = (prelude.read_text(encoding="utf-8"), text)
    return "\n".join(parts if before else parts[::-1])


def kept_native(folder: Path) -> Path:
    """Return the binary of all attacks in native/, compiled once into a folder below `folder`. Raises OutsetError."""
    parts = sorted([*(PROGRAMS / "native").glob("*.c"), *(PROGRAMS / "preludes").glob("*.[ch]")])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:16]
    kept = folder / digest / NATIVE
    return kept if kept.exists() else build_native(kept.parent)


def build_native(folder: Path) -> Path:
    """Return the binary of all attacks in native/, compiled into `folder`. Raises OutsetError.

    It is static, so that it runs in any jail; its first word is the attack's name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{NATIVE}-{os.getpid()}"
    options = [
        "-static",
        "-O0",
        "-std=gnu17",
        "-D_GNU_SOURCE",
        "-Wall",
        "-Wextra",
        "-Werror",
        f"-I{PROGRAMS / 'preludes'}",
    ]
    process.run(
        ["gcc", *options, "-o", fresh, PROGRAMS / "preludes/native.c", *sorted((PROGRAMS / "native").glob("*.c"))],
        timeout_seconds=COMPILE_SECONDS,
        hint="install the packages gcc and libc6-dev",
    )
    fresh.chmod(0o755)
    return fresh.rename(folder / NATIVE)


def words_said(output: str, nonce: str) -> dict[str, str]:
    """Return word -> evidence for each line that an attack said behind its nonce: TRYING, HELD, THROUGH."""
    said: dict[str, str] = {}
    for line in output.splitlines():
        mark, _, rest = line.partition(" ")
        word, _, evidence = rest.partition(" ")
        if mark == nonce and word in {"TRYING", "HELD", "THROUGH"}:
            said.setdefault(word, _unquoted(evidence))
    return said


def _unquoted(evidence: str) -> str:
    try:
        return str(json.loads(evidence))
    except ValueError:
        return evidence.strip("'\"")

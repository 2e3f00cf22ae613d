"""One attack: a small program whose first comment lines say what it tries, where the idea is from and how it is held.

    title: what it tries, one line
    source: the CVE, advisory or known technique that it comes from
    kind: program (the default), pair, beside, judged, split or text; see `Kind`
    second: the program of the second jail, of a pair or of two beside each other
    blocked: how the jail answers: said (the default), killed, or the name of a limit; several with " or "
    needs: process, when a process to attack must run outside
    twin: yes, namespace (run with the rights of root in a user namespace), or no, with the reason behind a colon
    twin-if: FILE in VALUE VALUE…: only then has this machine what the twin needs; - stands for a file that is not there
    held-if: the same: only then has this machine what holds it
A line that begins with two spaces more goes on with the one above.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parents[2] / "fixtures/attacks"
SUFFIXES = {
    "python": ".py",
    "javascript": ".js",
    "shell": ".sh",
    "native": ".c",
    "java": ".java",
    "kotlin": ".kt",
    "swift": ".swift",
}
KEYS = {"title", "source", "kind", "second", "blocked", "needs", "twin", "twin-if", "held-if"}
OTHER_FOLDERS = {"policies", "preludes"}
SECOND = ".second"
_COMMENT = re.compile(r"(?:#|//|--) ?(?P<text>.*)")
_FIELD = re.compile(r"(?P<key>[a-z-]+): (?P<value>\S.*)")


class Kind(StrEnum):
    """What is run, and what counts as having got through."""

    PROGRAM = "program"
    """One program; its own word, and what can be seen outside."""
    PAIR = "pair"
    """A program that leaves something and one in another jail that looks for it."""
    BESIDE = "beside"
    """A program that says READY behind its nonce and goes on, and one that is meanwhile in another jail."""
    JUDGED = "judged"
    """A wrong solution of an exercise; getting through is to be accepted."""
    SPLIT = "split"
    """The same where tests and solution are in two jails; its twin is accepted where they share one."""
    TEXT = "text"
    """A program whose text attacks who reads it; getting through is a control character that is shown."""


class Twin(StrEnum):
    """How the attack is shown to work outside of the jail."""

    YES = "yes"
    NAMESPACE = "namespace"
    NO = "no"


class AttackInvalid(Exception):
    """The first lines of an attack do not say what they must."""


@dataclass(frozen=True)
class Attack:
    """One file of the suite."""

    name: str
    """Toolchain and file, as in python/fork_bomb."""
    toolchain: str
    path: Path
    title: str
    source: str
    kind: Kind
    second: Path | None
    blocked: tuple[str, ...]
    needs: tuple[str, ...]
    twin: Twin
    why_no_twin: str
    twin_if: str
    held_if: str

    def program(self) -> str:
        """Return its text."""
        return self.path.read_text(encoding="utf-8")

    def missing_here(self) -> str:
        """Return what this machine lacks for the twin, or nothing."""
        return _lacking(self.twin_if)

    def is_not_held_here(self) -> bool:
        """Tell whether this machine lacks what holds it."""
        return bool(_lacking(self.held_if))


def _lacking(condition: str) -> str:
    if not condition:
        return ""
    file, _, values = condition.partition(" in ")
    path = Path(file)
    held = path.read_text(encoding="ascii").strip() if path.exists() else "-"
    return "" if held in values.split() else f"{file} is {held}"


def load_attacks(folder: Path) -> list[Attack]:
    """Return every attack under `folder`, one folder a toolchain. Raises AttackInvalid."""
    # One that nobody looks into would hold attacks that are never tried.
    if unknown := {path.name for path in folder.iterdir()} - {*SUFFIXES, *OTHER_FOLDERS}:
        raise AttackInvalid(f"SUFFIXES knows no toolchain {', '.join(sorted(unknown))}")
    return [
        _loaded(path, toolchain)
        for toolchain, suffix in SUFFIXES.items()
        for path in sorted((folder / toolchain).glob(f"*{suffix}"))
        if not path.stem.endswith(SECOND)
    ]


def _loaded(path: Path, toolchain: str) -> Attack:
    fields = _fields(path)
    name = f"{toolchain}/{path.stem}"
    if unknown := set(fields) - KEYS:
        raise AttackInvalid(f"{name}: what is {', '.join(sorted(unknown))}?")
    if missing := {"title", "source", "twin"} - set(fields):
        raise AttackInvalid(f"{name} does not say its {', '.join(sorted(missing))}")
    twin, _, reason = fields["twin"].partition(": ")
    if (twin == "no") != bool(reason):
        raise AttackInvalid(f"{name}: a twin is left out for a reason, and only then")
    return Attack(
        name=name,
        toolchain=toolchain,
        path=path,
        title=fields["title"],
        source=fields["source"],
        kind=Kind(fields.get("kind", "program")),
        second=path.with_name(fields["second"]) if "second" in fields else None,
        blocked=tuple(fields.get("blocked", "said").split(" or ")),
        needs=tuple(fields.get("needs", "").split()),
        twin=Twin(twin),
        why_no_twin=reason,
        twin_if=fields.get("twin-if", ""),
        held_if=fields.get("held-if", ""),
    )


def _fields(path: Path) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        comment = _COMMENT.fullmatch(line)
        if not comment:
            break
        field = _FIELD.fullmatch(comment["text"])
        if field:
            key = field["key"]
            fields[key] = field["value"].strip()
        elif key and comment["text"].startswith("  "):
            fields[key] += f" {comment['text'].strip()}"
        else:
            break
    return fields

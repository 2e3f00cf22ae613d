"""What a toolchain is: a file of policies/toolchains, parsed once, and the facts of its folder beside this module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk_agent.errors import JailUnavailable, SettingsInvalid
from kiosk_agent.parsing import parsed, read_toml
from kiosk_agent.toolchains.facts import FILE, Facts, Words, facts_of, refuse_unfit_name

FIREJAIL_PROCESSES = 4
"""firejail's own, beside those of a run."""


class _Policy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Policy):
    """What one run may use. Each is held by the jail and named in the verdict when it is reached."""

    wall_seconds: Annotated[float, Field(gt=0, le=120)]
    cpu_seconds: Annotated[int, Field(gt=0, le=120)]
    """Of all processes of a program together; of each process alone where no control group counts them."""
    unwarmed_seconds: Annotated[float, Field(ge=0, le=60)] = 0
    """Wall time besides, in a jail that somebody waited for: its compiler warms up on the program itself."""
    warm_up_cpu_seconds: Annotated[int, Field(ge=10, le=120)] = 60
    """What the interpreter or compiler may use besides, to get ready before the program comes.

    The kernel counts a process from its start on: without room here, a slow machine's warm-up ends a program that has
    done nothing wrong.
    """
    memory_bytes: Annotated[int, Field(ge=32 << 20)]
    """Of all processes together; held by a control group, where there is one."""
    address_space_bytes: Annotated[int, Field(ge=64 << 20)]
    """Of each process."""
    processes: Annotated[int, Field(gt=0, le=256)]
    """Threads count."""
    output_bytes: Annotated[int, Field(gt=0)]
    file_bytes: Annotated[int, Field(ge=0)]
    open_files: Annotated[int, Field(ge=16)]
    disk_bytes: Annotated[int, Field(ge=0)] = 0
    """In the one folder that a run may write to, {scratch}; 0: it may write nothing at all."""
    disk_files: Annotated[int, Field(ge=0)] = 0
    """Files and folders there, its own included."""


class ToolchainPolicy(_Policy):
    """What runs programs of one language here, and what that may do."""

    like: str = ""
    """The toolchain whose facts and harness it has; empty: it has a folder of its own."""
    command: Annotated[tuple[str, ...], Field(min_length=1, max_length=40)]
    """Starts the harness; {harness}, {node_modules}, {scratch}, {ahead} and {results} are filled in."""
    needs: Words = ()
    """Programs that must be installed, besides the first of the command."""
    make_ahead: Words = ()
    """Fills the empty folder {ahead}, once, before the first jail. It runs in no jail.

    {harness} is filled in too, and {npm}: the folder of what npm has for toolchains.
    """
    reads: Words = ()
    """Patterns of what the jail may read besides the system's libraries."""
    needs_node_modules: bool = False
    hurries: bool = False
    """Its harness cuts its warm-up short when the runner says, before the program, that somebody waits."""
    idle_bytes: Annotated[int, Field(gt=0)] = 64 << 20
    """Memory that a jail of it holds while it waits for a program."""
    limits: Limits

    @model_validator(mode="after")
    def _scratch_is_limited(self) -> Self:
        if any("{scratch}" in word for word in self.command) and not self.limits.disk_bytes:
            raise ValueError("{scratch} needs limits.disk_bytes and limits.disk_files")
        return self

    @property
    def program(self) -> Path:
        """Return the interpreter."""
        return Path(self.command[0])

    def missing_program(self) -> Path | None:
        """Return the first of its programs that is not installed here, if any."""
        return next((path for path in (self.program, *map(Path, self.needs)) if not path.exists()), None)

    def readable(self) -> Iterator[Path]:
        """Yield each existing path that the jail must be able to read."""
        yield self.program
        if self.program.is_symlink():
            yield self.program.resolve()
        for pattern in self.reads:
            yield from sorted(Path("/").glob(pattern.lstrip("/")))


class Toolchain(ToolchainPolicy):
    """How programs of one language are run."""

    name: Annotated[str, Field(pattern=r"^[a-z]+$")]
    """Of the policy's file."""
    facts: Facts


def load_toolchains(policies: Path) -> dict[str, Toolchain]:
    """Return name -> toolchain for each file of policies/toolchains. Raises JailUnavailable."""
    toolchains = {}
    for path in sorted((policies / "toolchains").glob("*.toml")):
        try:
            toolchains[path.stem] = _loaded(path)
        except SettingsInvalid as error:
            raise JailUnavailable(error.message, hint=error.hint) from error
    if not toolchains:
        raise JailUnavailable(
            f"{policies} holds no toolchain", hint="name the policies folder of this checkout or image"
        )
    return toolchains


def _loaded(path: Path) -> Toolchain:
    refuse_unfit_name(path.stem, path)
    wrong = "is no toolchain"
    policy = parsed(ToolchainPolicy, read_toml(path, wrong), path, wrong)
    facts = facts_of(policy.like or path.stem)
    if facts is None:
        lacks = f"kiosk_agent/toolchains/{policy.like or path.stem} has no {FILE}"
        hint = "write that, or name under like the toolchain whose facts it has"
        raise SettingsInvalid(f"{path} {wrong}: {'like: ' if policy.like else ''}{lacks}", hint=hint)
    return Toolchain(**dict(policy), name=path.stem, facts=facts)

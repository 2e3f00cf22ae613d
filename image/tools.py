"""The Debian 13 tools that build, boot and look at an image, whatever the host is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from image import trees
from image.paths import CHECKOUT
from image.trees import Bind

RUN_SECONDS = 600


@dataclass(frozen=True)
class Tools:
    """A tree with the programs of definitions/packages/tools.list; paths under the checkout are the same inside."""

    tree: Path

    @classmethod
    def ready(cls) -> Self:
        """Return the tools, installed first if they are not there (about a minute; needs root)."""
        tools = cls(trees.tree("tools", "Debian 13 tools"))
        # Made now, as root: somebody who is not root can mount over a folder of the tree, but not make one.
        (tools.tree / CHECKOUT.relative_to("/")).mkdir(parents=True, exist_ok=True)
        return tools

    def argv(self, command: Sequence[str | Path], *, bind: Sequence[Bind] = (CHECKOUT,)) -> list[str]:
        """Return the argv that runs `command` with these tools; for a program that stays, such as QEMU.

        It must be started with `trees.INSIDE` in its environment.
        """
        return trees.enter(self.tree, command, bind=bind)

    def run(
        self,
        command: Sequence[str | Path],
        *,
        timeout_seconds: float = RUN_SECONDS,
        bind: Sequence[Bind] = (CHECKOUT,),
        extra_environment: Mapping[str, str] | None = None,
        log: Path | None = None,
        hint: str = "read what it said, below",
        accept: Sequence[int] = (0,),
    ) -> str:
        """Run a tool to its end and return its stdout. Raises ProgramFailed."""
        return trees.run_in(
            self.tree,
            command,
            timeout_seconds=timeout_seconds,
            bind=bind,
            extra_environment=extra_environment,
            log=log,
            hint=hint,
            accept=accept,
        )

"""`./outset` installs nothing for words that their command cannot read."""

import os
import shutil
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from tests.support.checkout import BUILD, ROOT
from tests.support.waiting import LIMIT_SECONDS

# Whoever would install something only notes it here.
INSTALLERS = ("apt-get", "sudo", "useradd")
STAND_IN = '#!/bin/sh\necho "$0 $*" >>"$(dirname "$0")/installed"\nexit 1\n'
ABSENT = "a-package-that-no-debian-has"


class Bare:
    """This checkout as it is on a machine that lacks a package of every group."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.root.mkdir()
        for path in ROOT.iterdir():
            if path.name not in {"outset", "provisioning", "build", ".git"}:
                (self.root / path.name).symlink_to(path)
        shutil.copy(ROOT / "outset", self.root)
        shutil.copytree(ROOT / "provisioning", self.root / "provisioning")
        table = self.root / "provisioning/host-packages.txt"
        lines = [f"{group} {ABSENT}" for group in ("jail", "toolchains", "image", "browser", "bench")]
        table.write_text("\n".join([table.read_text(encoding="utf-8"), *lines, ""]), encoding="utf-8")
        (self.root / "build").mkdir()
        for name in ("venv", "uv", "npm"):
            (self.root / "build" / name).symlink_to(BUILD / name)
        shutil.copytree(BUILD / "set-up", self.root / "build/set-up")
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in INSTALLERS:
            (self.programs / name).write_text(STAND_IN)
            (self.programs / name).chmod(0o755)

    def said_to(self, *words: str) -> str:
        """Return what it said when it refused."""
        path = {"PATH": f"{self.programs}:{os.environ['PATH']}"}
        with pytest.raises(ProgramFailed) as refused:
            process.run([self.root / "outset", *words], timeout_seconds=LIMIT_SECONDS, extra_environment=path)
        assert refused.value.exit_code == 2
        return refused.value.output

    @property
    def has_installed(self) -> bool:
        """Tell whether anybody was asked to install something."""
        return (self.programs / "installed").exists()


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    return Bare(tmp_path)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("test --tier uint", "invalid choice: 'uint'"),
        ("test unit", "unrecognized arguments: unit"),
        ("up --lcoal", "unrecognized arguments: --lcoal"),
        ("bench jial", "there is no command ./outset bench jial"),
        ("bench jail --toolchain pyhton", "invalid choice: 'pyhton'"),
        ("track judge", "the following arguments are required"),
        ("kiosk run python", "the following arguments are required"),
    ],
)
def test_words_that_cannot_be_read_are_refused_before_anything_is_installed(bare: Bare, words: str, fault: str) -> None:
    assert fault in bare.said_to(*words.split())
    assert not bare.has_installed


def test_what_is_missing_is_installed_for_words_that_can_be_read(bare: Bare) -> None:
    assert "apt could not install them" in bare.said_to("bench", "screens", "--kiosks", "3")
    assert bare.has_installed

"""What a toolchain makes ahead is made once for what it is made from, whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.making_ahead import made_ahead
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.toolchains.facts import Carrier, Facts, Packages
from kiosk_agent.toolchains.toolchain import Toolchain

LIMITS: dict[str, Any] = {
    "wall_seconds": 1,
    "cpu_seconds": 1,
    "memory_bytes": 64 << 20,
    "address_space_bytes": 64 << 20,
    "processes": 1,
    "output_bytes": 1,
    "file_bytes": 0,
    "open_files": 16,
}
FACTS = Facts(
    name="toy",
    title="Toy",
    label="toy",
    suffixes=(".toy",),
    comment="#",
    indent=2,
    harness="toy",
    tests="toy",
    packages=Packages(on=Carrier.IMAGE),
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "toolchains/toy/harness").mkdir(parents=True)
    (tmp_path / "toolchains/toy/harness/worker").write_text("one")
    (tmp_path / "home").mkdir()
    return Places(policies=tmp_path, toolchains=tmp_path / "toolchains", node_modules=tmp_path, home=tmp_path / "home")


def toy(*words: str) -> Toolchain:
    return Toolchain(
        name="toy",
        facts=FACTS,
        command=("/bin/sh",),
        make_ahead=words,
        limits=LIMITS,
    )


def test_it_is_made_once_from_the_harness_and_anew_when_that_changes(places: Places) -> None:
    toolchain = toy("/bin/sh", "-c", "cp {harness}/worker {ahead}/copy")
    first = made_ahead(toolchain, places)
    assert first is not None
    assert (first / "copy").read_text() == "one"
    (first / "copy").write_text("not made again")
    assert made_ahead(toolchain, places) == first
    assert (first / "copy").read_text() == "not made again"
    (places.harness_of("toy") / "worker").write_text("two")
    second = made_ahead(toolchain, places)
    assert second is not None
    assert second != first
    assert (second / "copy").read_text() == "two"


def test_it_is_made_anew_when_a_file_that_it_is_made_from_changes(places: Places, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.write_text("one")
    toolchain = toy("/bin/cp", str(library), "{ahead}/library")
    first = made_ahead(toolchain, places)
    library.write_text("another")
    assert made_ahead(toolchain, places) != first


def test_what_could_not_be_made_whole_is_not_used(places: Places, tmp_path: Path) -> None:
    toolchain = toy("/bin/sh", "-c", f"echo x >{{ahead}}/half; test -e {tmp_path}/luck")
    with pytest.raises(JailUnavailable) as refused:
        made_ahead(toolchain, places)
    assert refused.value.hint
    (tmp_path / "luck").touch()
    assert made_ahead(toolchain, places) is not None


def test_missing_library_is_named_before_anything_is_made(places: Places) -> None:
    with pytest.raises(JailUnavailable, match=r"/usr/share/java/nothing\.jar is not installed"):
        made_ahead(toy("/bin/cp", "/usr/share/java/nothing.jar", "{ahead}"), places)


def test_toolchain_that_makes_nothing_has_no_folder(places: Places) -> None:
    assert made_ahead(toy(), places) is None

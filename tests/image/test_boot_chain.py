"""What the firmware is given to check, and what it then starts."""

import json
from pathlib import Path

import pytest

from image import trees
from image.building import boot_parts, manifest
from image.building.build import Image
from image.building.kernel_image import Flavour
from image.building.payload import SLOT_BYTES, SlotTooFull, refuse_full_slot
from image.building.verify_command import ImageDiffers, verify
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.settings import DEVELOPMENT_MARKS
from tests.support.waiting import LIMIT_SECONDS

SIGNED = ("boot-loader.efi", "kernel-production.efi", "kernel-development.efi")


def words_of(tools: Tools, kernel_image: Path) -> list[str]:
    """Return the command line inside a kernel image."""
    shown = tools.run(["ukify", "--json=short", "inspect", kernel_image.resolve()])
    words: list[str] = json.loads(shown)[".cmdline"]["text"].split()
    return words


@pytest.fixture(scope="module")
def other_site(tools: Tools, built: Image) -> SecureBootKeys:
    """Keys that this image was not signed with."""
    return SecureBootKeys.ready(tools, built.folder.parents[1] / "try/other-site-keys")


@pytest.mark.parametrize("name", SIGNED)
def test_everything_that_starts_is_signed_by_this_site_only(
    tools: Tools, built: Image, other_site: SecureBootKeys, name: str
) -> None:
    ours = SecureBootKeys.ready(tools).signing_certificate
    tools.run(["sbverify", "--cert", ours, built.folder / name])
    with pytest.raises(ProgramFailed):
        tools.run(["sbverify", "--cert", other_site.signing_certificate, built.folder / name])


def test_production_gives_no_way_in(tools: Tools, built: Image) -> None:
    words = words_of(tools, built.folder / "kernel-production.efi")
    assert [word for word in words if word.split("=")[0] in DEVELOPMENT_MARKS or word.startswith("console=")] == []
    assert {"systemd.import_credentials=no", "rd.shell=0", "lockdown=confidentiality", "ipv6.disable=1"} <= set(words)


def test_development_is_the_same_root_and_says_that_it_is_no_production(tools: Tools, built: Image) -> None:
    production, development = (words_of(tools, built.folder / f"kernel-{flavour}.efi") for flavour in Flavour)
    assert set(production) < set(development)
    added = set(development) - set(production)
    assert added == {"outset.development", "systemd.debug_shell=ttyS0", "console=tty0", "console=ttyS0"}
    assert f"roothash={manifest.read(built.folder)['root_hash']}" in production


@pytest.mark.parametrize("flavour", Flavour)
def test_the_signed_line_is_closed(tools: Tools, built: Image, flavour: Flavour) -> None:
    words = words_of(tools, built.folder / f"kernel-{flavour}.efi")
    assert words[-2:] == ["outset.end", "--"]
    assert words.count("outset.end") == 1


def test_an_initrd_that_gives_up_can_start_the_machine_again() -> None:
    # dracut calls reboot by its name, and says no more than "not found" where there is none.
    listed = trees.run_in(
        trees.tree(*boot_parts.TREE),
        ["lsinitrd", "/mnt/initrd"],
        timeout_seconds=LIMIT_SECONDS,
        bind=[(boot_parts.BootParts.ready().folder, Path("/mnt"))],
    )
    assert {"usr/bin/reboot", "usr/bin/systemctl"} <= {line.rpartition(" ")[2] for line in listed.splitlines()}


def test_a_slot_that_is_four_fifths_full_stops_the_build(built: Image) -> None:
    refuse_full_slot(int(SLOT_BYTES * 0.8))
    with pytest.raises(SlotTooFull) as refused:
        refuse_full_slot(int(SLOT_BYTES * 0.81))
    assert "base.list" in refused.value.hint
    assert manifest.read(built.folder)["root_bytes"] < SLOT_BYTES * 0.8


def test_keys_are_readable_by_their_owner_alone(tools: Tools) -> None:
    keys = SecureBootKeys.ready(tools)
    assert {path.stat().st_mode & 0o777 for path in keys.folder.glob("*.key")} == {0o600}
    assert keys.folder.stat().st_mode & 0o777 == 0o700
    assert len(set(keys.fingerprints(tools).values())) == 3


def test_an_image_is_what_its_manifest_says(tools: Tools, built: Image) -> None:
    verify(built.folder, tools, SecureBootKeys.ready(tools))
    packages = manifest.read(built.folder)["packages"]
    assert {"firejail", "nodejs", "python3", "systemd"} <= set(packages)


def test_a_changed_byte_is_found(tools: Tools, built: Image, tmp_path: Path) -> None:
    for path in built.folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    changed = tmp_path / "kernel-production.efi"
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.unlink()
    changed.write_bytes(content)
    with pytest.raises(ImageDiffers, match=r"kernel-production\.efi"):
        verify(tmp_path, tools, SecureBootKeys.ready(tools))

"""A disk that was put into a kiosk is opened when this site has signed it; of any other no byte is believed."""

import re
from collections.abc import Iterator

import pytest

from image.building import manifest
from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.extensions.extension_disk import ExtensionDisk
from image.tools import Tools
from tests.support.vm.attack_disk import HOME, NAME, Offered, attack_tree

PLACE = f"/run/outset-extensions/{NAME}"
PROGRAM = f"{PLACE}/{HOME}/native-attacks"
COPY = "/run/altered.img"
FILES, HASHES, SIGNATURE = range(3)
CHANGE = """
import sys
with open(sys.argv[1], "r+b") as disk:
    disk.seek(int(sys.argv[2]))
    byte = disk.read(1)[0]
    disk.seek(-1, 1)
    disk.write(bytes([byte ^ 1]))
"""
# An erofs says what it is behind its first KiB; a table of hashes behind its own first block.
SUPERBLOCK, FIRST_HASHES = 1024, 4096
# The suite's binary is most of the disk.
IN_A_FILE = 256 * 1024


@pytest.fixture
def opened(offered: Offered) -> Iterator[Offered]:
    said = offered.opened(offered.path("signed"))
    assert said.exit_code == 0, said.output
    assert said.output == PLACE
    yield offered
    offered.close()


def test_the_root_under_test_is_the_one_that_ships(offered: Offered, development_plan: Plan) -> None:
    built = development_plan.disk.resolve().parent
    root_hash = manifest.read(built)["root_hash"]
    assert root_hash in offered.kiosk.shell("dmsetup table root").output
    shipped = Tools(development_plan.programs.tree).run(
        ["ukify", "inspect", built / f"kernel-{Flavour.PRODUCTION}.efi"]
    )
    assert f"roothash={root_hash}" in shipped


def test_the_disk_adds_to_the_root_and_replaces_nothing(development_plan: Plan) -> None:
    root = Image(development_plan.disk.resolve().parent).root
    added = [path.relative_to(attack_tree()) for path in attack_tree().rglob("*") if path.is_file()]
    assert added
    assert [path for path in added if (root / path).exists()] == []


def test_a_disk_that_is_put_in_is_left_alone(offered: Offered) -> None:
    kiosk = offered.kiosk
    for name in offered.disks:
        device = kiosk.shell(f"readlink -f {offered.path(name)}").output
        assert device.startswith("/dev/vd")
        assert kiosk.shell(f"grep -c ^{device} /proc/mounts").output == "0"
        assert kiosk.shell(f"ls /sys/class/block/{device[5:]}/holders /sys/class/block/{device[5:]}?/holders/").lines
        assert kiosk.shell(f"ls -A /sys/class/block/{device[5:]}*/holders/ | grep dm-").lines == []


def test_disk_that_this_site_signed_is_opened(opened: Offered, signed_disk: ExtensionDisk) -> None:
    table = opened.kiosk.shell(f"dmsetup table outset-{NAME}").output
    assert signed_disk.root_hash in table
    # So the kernel itself was given a signature, and would have refused a wrong one.
    assert "root_hash_sig_key_desc" in table
    options = opened.kiosk.shell(f"findmnt -n -o OPTIONS {PLACE}").output.split(",")
    assert {"ro", "nodev", "nosuid"} <= set(options)
    content = (attack_tree() / HOME / "native-attacks").read_bytes()
    assert opened.kiosk.shell(f"wc -c < {PROGRAM}").output == str(len(content))


def test_only_a_unit_that_names_it_sees_it(opened: Offered) -> None:
    home = f"/{HOME}"
    assert opened.kiosk.shell(f"ls {home}").exit_code != 0
    named = opened.kiosk.shell(f"systemd-run -q --wait --pipe -p ExtensionDirectories={PLACE} ls {home}")
    assert "native-attacks" in named.output.split()
    assert opened.kiosk.shell("systemd-run -q --wait --pipe ls /usr/share").exit_code == 0
    assert opened.kiosk.shell(f"systemd-run -q --wait --pipe ls {home}").exit_code != 0


def test_disk_without_a_signature_is_refused(offered: Offered) -> None:
    said = offered.opened(offered.path("unsigned"))
    assert said.exit_code != 0
    assert "it is no signed extension" in said.output
    assert nothing_is_open(offered.kiosk)


def test_disk_that_another_site_signed_is_refused_by_the_kernel(offered: Offered) -> None:
    assert offered.disks["foreign"].root_hash == offered.disks["signed"].root_hash
    said = offered.opened(offered.path("foreign"))
    assert said.exit_code != 0
    assert "Required key not available" in said.output
    assert nothing_is_open(offered.kiosk)


@pytest.fixture
def altered(offered: Offered, request: pytest.FixtureRequest) -> Iterator[str]:
    """The signed disk with one byte changed, as a loop device of the kiosk."""
    partition, behind = request.param
    at = offered.disks["signed"].offsets[partition] + behind
    copied = offered.kiosk.shell(f"cat {offered.path('signed')} >{COPY} && python3 -c '{CHANGE}' {COPY} {at}")
    assert copied.exit_code == 0, copied.output
    device = offered.kiosk.shell(f"losetup --find --show --partscan --read-only {COPY}").output
    yield device
    detached = offered.kiosk.shell(f"losetup --detach {device} && rm {COPY}")
    assert detached.exit_code == 0, detached.output


# In the JSON of the signature, the first digit of the hash stands behind {"rootHash":".
@pytest.mark.parametrize(
    "altered",
    [(FILES, SUPERBLOCK), (HASHES, FIRST_HASHES), (SIGNATURE, len('{"rootHash":"'))],
    ids=["files", "hashes", "signed-hash"],
    indirect=True,
)
def test_disk_with_one_byte_changed_is_refused(offered: Offered, altered: str) -> None:
    said = offered.opened(altered)
    assert said.exit_code != 0
    assert re.search("is not taken|holds no signature", said.output), said.output
    assert nothing_is_open(offered.kiosk)


@pytest.mark.parametrize("altered", [(FILES, IN_A_FILE)], indirect=True)
def test_changed_byte_of_a_file_cannot_be_read(offered: Offered, altered: str) -> None:
    said = offered.opened(altered)
    assert said.exit_code == 0, said.output
    read = offered.kiosk.shell(f"cat {PROGRAM} >/dev/null")
    status = offered.kiosk.shell(f"dmsetup status outset-{NAME}").output
    offered.close()
    assert "Input/output error" in read.output
    # C: a block was found that is not as its hash says.
    assert status.split()[-1].startswith("C")


def nothing_is_open(kiosk: Machine) -> bool:
    """Tell whether the refused disk has left nothing."""
    left = kiosk.shell(f"ls /dev/mapper/outset-{NAME} {PLACE}; grep outset-extensions /proc/mounts").lines
    return all("No such file" in line for line in left)

"""A disk that this site signed is nothing to a kiosk of another site, though the root of both is the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from image.building import manifest
from image.emulator.machine import BOOT_SECONDS, Machine
from image.emulator.plan import Plan
from image.extensions.extension_disk import ExtensionDisk
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from tests.support.vm.attack_disk import FOUND_SECONDS, Offered

BOOT_PARTITION = "@@1M"
LOADER = "EFI/BOOT/BOOTX64.EFI"


@pytest.fixture
def plan_of_another_site(development_plan: Plan, other_site: SecureBootKeys, machines: Path) -> Iterator[Plan]:
    """The image that ships, byte for byte but for who signed what starts it, in a machine with that site's keys."""
    tools = Tools(development_plan.programs.tree)
    folder = machines / "of-another-site"
    folder.mkdir(parents=True, exist_ok=True)
    disk, file = folder / "kiosk.img", folder / "signed.efi"
    tools.run(["cp", "--sparse=always", development_plan.disk.resolve(), disk])
    boot = f"{disk}{BOOT_PARTITION}"
    kernels = tools.run(["mdir", "-b", "-i", boot, "::EFI/Linux"]).split()
    for name in (f"::/{LOADER}", *(each for each in kernels if each.endswith(".efi"))):
        tools.run(["mcopy", "-o", "-n", "-i", boot, name, file])
        tools.run(["sbattach", "--remove", file])
        signer: list[str | Path] = ["--key", other_site.signing_key, "--cert", other_site.signing_certificate]
        tools.run(["sbsign", *signer, "--output", file, file])
        tools.run(["mcopy", "-o", "-i", boot, file, name])
    other_site.enrol(tools, folder / "variables.fd")
    yield replace(development_plan, disk=disk, variables=folder / "variables.fd")
    disk.unlink()


def test_kiosk_of_another_site_refuses_the_disk(
    plan_of_another_site: Plan, development_plan: Plan, signed_disk: ExtensionDisk, machines: Path
) -> None:
    with Machine.boot(plan_of_another_site, machines / "another-site") as kiosk:
        # There from the start: nothing of it may be taken on the way up either.
        kiosk.attach(signed_disk.path, "signed")
        offered = Offered(kiosk, {"signed": signed_disk})
        root_hash = manifest.read(development_plan.disk.resolve().parent)["root_hash"]
        assert root_hash in kiosk.shell("dmsetup table root", BOOT_SECONDS).output
        kiosk.wait_for(lambda: offered.is_there("signed"), "the disk that was put in", FOUND_SECONDS)
        assert kiosk.shell("ls /dev/mapper").output.split() == ["control", "root"]
        said = offered.opened(offered.path("signed"))
        assert said.exit_code != 0
        assert "Required key not available" in said.output
        assert kiosk.shell("ls /dev/mapper").output.split() == ["control", "root"]

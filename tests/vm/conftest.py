"""Kiosks for the tests of the booted image."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.extensions.extension_disk import ExtensionDisk
from image.room.server import TRAINER, copy_site, create_trainer, start_server
from image.room.trainer_page import TrainerPage, open_browser
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from tests.budgets import BOOTS
from tests.support.built_image import built_image
from tests.support.ports import held_port, number_of
from tests.support.vm.at_work import AtWork, at_work_in
from tests.support.vm.attack_disk import Offered, write_attack_disk
from tests.support.vm.booted import MACHINES, booted, free_port

KEPT = pytest.StashKey[dict[str, Machine]]()


@pytest.fixture(scope="session", autouse=True)
def boots_within_the_budget() -> Iterator[None]:
    """Count what is switched on; one boot too many fails the tier."""
    boots: list[Path] = []
    start = Machine.start

    def counted(machine: Machine, more: list[str], *, fresh: bool = True) -> None:
        if fresh:
            boots.append(machine.folder)
        start(machine, more, fresh=fresh)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Machine, "start", counted)
        yield
    print(f"{len(boots)} boots of {BOOTS}")
    assert len(boots) <= BOOTS, [folder.name for folder in boots]


@pytest.fixture(scope="session")
def server_port() -> Iterator[int]:
    with free_port() as bound:
        yield bound.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def built() -> Image:
    """Before any test here, not while one waits: the plans below take the image built last."""
    return built_image()


@pytest.fixture(scope="session")
def development_plan(server_port: int) -> Plan:
    return Plan.of_image(Flavour.DEVELOPMENT, server_port=server_port)


@pytest.fixture(scope="session")
def production_plan(server_port: int) -> Plan:
    return Plan.of_image(Flavour.PRODUCTION, server_port=server_port)


@pytest.fixture(scope="session")
def machines() -> Path:
    """Folder in which a test may make a machine's own."""
    return MACHINES


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let the kiosks that the next test does not look at stand still: two idle ones take 0.7 of a core.

    None of them has a lease, and what they ask of a server is refused at once, so no clock of theirs matters.
    """
    looked_at = nextitem.fixturenames if isinstance(nextitem, pytest.Function) else ()
    for name, machine in item.config.stash.get(KEPT, {}).items():
        if name not in looked_at:
            machine.rest()


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest) -> dict[str, Machine]:
    """Kiosks that are kept for many tests, by the name of their fixture."""
    return request.config.stash.setdefault(KEPT, {})


@pytest.fixture(scope="session")
def kiosk(development_plan: Plan, kept: dict[str, Machine]) -> Iterator[Machine]:
    """A booted development kiosk with a root shell on its serial port."""
    with booted(development_plan, Flavour.DEVELOPMENT) as machine:
        kept["kiosk"] = machine
        yield machine


@pytest.fixture(scope="session")
def production_kiosk(production_plan: Plan, kept: dict[str, Machine]) -> Iterator[Machine]:
    """A booted production kiosk: only its keyboard and its screen."""
    with booted(production_plan, Flavour.PRODUCTION) as machine:
        kept["production_kiosk"] = machine
        yield machine


@pytest.fixture(scope="module")
def room(machines: Path) -> Iterator[tuple[int, TrainerPage]]:
    """A classroom server with nobody in it yet, and its trainer at their page."""
    folder = machines / "classroom"
    with ExitStack() as stack:
        port = number_of(stack.enter_context(held_port()))
        copy_site(folder)
        stack.enter_context(start_server(port, folder))
        password = create_trainer(folder)
        assert password is not None
        trainer = TrainerPage(stack.enter_context(open_browser(folder / "ca.pem")), f"https://127.0.0.1:{port}")
        trainer.sign_in(TRAINER, password)
        yield port, trainer


@pytest.fixture(scope="module")
def at_work(room: tuple[int, TrainerPage], machines: Path) -> Iterator[AtWork]:
    """A kiosk at which a learner has opened the first exercise, and its trainer."""
    with at_work_in(machines / "at-work", *room) as both:
        yield both


@pytest.fixture(scope="session")
def other_site(machines: Path) -> SecureBootKeys:
    """Keys that no kiosk of this site knows."""
    return SecureBootKeys.ready(Tools.ready(), machines / "other-site-keys")


@pytest.fixture(scope="session")
def signed_disk(machines: Path) -> ExtensionDisk:
    """The attack suite as a disk that this site has signed."""
    tools = Tools.ready()
    return write_attack_disk(tools, SecureBootKeys.ready(tools), machines / "signed.img")


@pytest.fixture(scope="session")
def offered(
    development_plan: Plan, signed_disk: ExtensionDisk, other_site: SecureBootKeys, kept: dict[str, Machine]
) -> Iterator[Offered]:
    """A booted development kiosk with three disks in it: signed here, signed elsewhere, not signed."""
    tools = Tools.ready()
    disks = {
        "signed": signed_disk,
        "foreign": write_attack_disk(tools, other_site, MACHINES / "foreign.img"),
        "unsigned": write_attack_disk(tools, None, MACHINES / "unsigned.img"),
    }
    with booted(development_plan, Flavour.DEVELOPMENT, MACHINES / "offered") as machine:
        kept["offered"] = machine
        yield Offered.to(machine, disks)

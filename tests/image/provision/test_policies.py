"""Each policy is read by the program that will enforce it: the parser is the validator."""

from pathlib import Path

import pytest

from image import trees
from image.paths import POLICIES
from kiosk_agent.errors import ProgramFailed

RULES = Path("/usr/share/outset/policies/nftables/kiosk.nft")
POWER = ("kiosk-restart", "kiosk-power-off")
UNITS = (
    *("kiosk-agent.service", "kiosk-runner.service", "kiosk-display.service", "kiosk-firewall.service"),
    *(f"{name}.path" for name in POWER),
)
# What `systemd-analyze security` gives: 0 is closed, 10 is open. The runner must build jails, the others need little.
EXPOSURE_AT_MOST = {"kiosk-agent.service": 1.5, "kiosk-display.service": 3.0, "kiosk-runner.service": 6.0}
SECONDS = 120


def test_firewall_rules_are_read_by_nft(root: Path) -> None:
    trees.run_in(root, ["nft", "--check", "--file", RULES], timeout_seconds=SECONDS, bind=())


def test_nft_would_have_refused_rules_about_nobody(root: Path, tmp_path: Path) -> None:
    broken = (POLICIES / "nftables/kiosk.nft").read_text(encoding="utf-8").replace('"kiosk-agent"', '"nobody-at-all"')
    (tmp_path / "kiosk.nft").write_text(broken, encoding="utf-8")
    bind = [(tmp_path, Path("/mnt"))]
    with pytest.raises(ProgramFailed):
        trees.run_in(root, ["nft", "--check", "--file", "/mnt/kiosk.nft"], timeout_seconds=SECONDS, bind=bind)


def test_firewall_lets_one_account_reach_one_server(root: Path) -> None:
    inside = root / RULES.relative_to("/")
    assert inside.read_bytes() == (POLICIES / "nftables/kiosk.nft").read_bytes()
    site = inside.with_name("site.nft").read_text(encoding="utf-8")
    assert site == "define server_address = 10.0.2.2\ndefine server_port = 8443\n"


@pytest.mark.parametrize("unit", UNITS)
def test_units_are_read_by_systemd_and_enabled(root: Path, unit: str) -> None:
    said = trees.run_in(root, ["systemctl", "--root=/", "is-enabled", unit], timeout_seconds=SECONDS, bind=())
    assert said.strip() == "enabled"
    # Fails on a word that this version of systemd does not know.
    trees.run_in(root, ["systemd-analyze", "verify", "--recursive-errors=no", unit], timeout_seconds=SECONDS, bind=())


@pytest.mark.parametrize(("unit", "at_most"), EXPOSURE_AT_MOST.items())
def test_services_are_as_closed_as_they_can_be(root: Path, unit: str, at_most: float) -> None:
    threshold = f"--threshold={int(at_most * 10)}"
    argv = ["systemd-analyze", "security", "--offline=yes", "--no-pager", threshold, unit]
    trees.run_in(root, argv, timeout_seconds=SECONDS, bind=())


def test_units_that_nobody_may_start_are_masked(root: Path) -> None:
    listed = (POLICIES / "systemd/masked.list").read_text(encoding="utf-8").splitlines()
    units = [line for line in listed if not line.startswith("#")]
    assert "ctrl-alt-del.target" in units
    assert [unit for unit in units if (root / "etc/systemd/system" / unit).readlink() != Path("/dev/null")] == []


def test_only_named_units_start(root: Path) -> None:
    wants = {path.name for path in (root / "etc/systemd/system").glob("*.wants/*")}
    # The last two come with systemd-networkd.
    others = {
        "apparmor.service",
        "systemd-networkd.service",
        "systemd-networkd.socket",
        "systemd-network-generator.service",
    }
    assert wants == set(UNITS) | others


@pytest.mark.parametrize(("name", "action"), zip(POWER, ("reboot", "poweroff"), strict=True))
def test_the_machine_goes_down_by_the_agents_word_alone_and_no_program_runs_for_it(
    root: Path, name: str, action: str
) -> None:
    units = root / "usr/lib/systemd/system"
    path, service = (units / f"{name}.{kind}" for kind in ("path", "service"))
    trees.run_in(root, ["systemd-analyze", "verify", service.name], timeout_seconds=SECONDS, bind=())
    asked = path.read_text(encoding="utf-8").partition("PathExists=")[2].splitlines()[0]
    assert asked == f"/run/kiosk-agent/{name.removeprefix('kiosk-')}"
    said = [line for line in service.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert said[0] == "[Unit]"
    assert said[2:] == [f"SuccessAction={action}"]
    # Whoever may write there may ask: the folder is made for the agent, and others may only go through it.
    agent = (units / "kiosk-agent.service").read_text(encoding="utf-8").splitlines()
    assert {"User=kiosk-agent", "RuntimeDirectory=kiosk-agent", "RuntimeDirectoryMode=0755"} <= set(agent)


def test_a_kiosk_that_is_off_can_be_woken_over_its_wire(root: Path) -> None:
    argv = ["systemd-analyze", "cat-config", "systemd/network/10-wired.link"]
    read = trees.run_in(root, argv, timeout_seconds=SECONDS, bind=()).splitlines()
    assert {"Type=ether", "WakeOnLan=magic"} <= set(read)
    # The first that fits counts, so none may come before it.
    links = [path for folder in ("usr/lib", "etc") for path in root.glob(f"{folder}/systemd/network/*.link")]
    assert min(path.name for path in links) == "10-wired.link"


def test_terminal_has_no_binding(root: Path) -> None:
    settings = Path("/usr/share/outset/display/foot.ini")
    trees.run_in(root, ["foot", "--check-config", f"--config={settings}"], timeout_seconds=SECONDS, bind=())
    text = (root / settings.relative_to("/")).read_text(encoding="utf-8")
    bindings = text.partition("[key-bindings]")[2].splitlines()
    assert [line for line in bindings if "=" in line and not line.endswith("=none")] == []
    assert "spawn-terminal=none" in bindings


def test_apparmor_has_one_profile_and_can_read_it(root: Path) -> None:
    folder = root / "etc/apparmor.d"
    profiles = [path.name for path in folder.iterdir() if path.is_file()]
    assert profiles == ["firejail-default"]
    argv = ["apparmor_parser", "--skip-kernel-load", "--skip-cache", "/etc/apparmor.d/firejail-default"]
    trees.run_in(root, argv, timeout_seconds=SECONDS, bind=())

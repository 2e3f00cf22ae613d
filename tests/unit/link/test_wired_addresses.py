"""Which addresses a kiosk tells, by which it is woken."""

from pathlib import Path

from kiosk_agent.link.state.wired import wired_addresses

FIRST, SECOND = "52:54:00:12:34:56", "02:00:5e:10:00:01"


def card(folder: Path, name: str, address: str, kind: str = "1", *besides: str) -> None:
    """Lay an interface as the kernel shows it; `besides` are what it has of its own."""
    for part in besides or ("device",):
        (folder / name / part).mkdir(parents=True)
    (folder / name / "type").write_text(f"{kind}\n")
    (folder / name / "address").write_text(f"{address}\n")


def test_each_wired_card_is_told_and_nothing_else(tmp_path: Path) -> None:
    card(tmp_path, "eth0", FIRST)
    card(tmp_path, "enx1", SECOND)
    card(tmp_path, "wlan0", "52:54:00:00:00:01", "1", "device", "wireless")
    card(tmp_path, "bridge0", "52:54:00:00:00:02", "1", "bridge")
    card(tmp_path, "wwan0", "52:54:00:00:00:03", "65534")
    card(tmp_path, "none0", "00:00:00:00:00:00")
    card(tmp_path, "many0", "01:00:5e:00:00:01")
    card(tmp_path, "long0", f"{FIRST}:00:00")
    assert wired_addresses(tmp_path) == (SECOND, FIRST)


def test_a_machine_without_a_card_tells_none(tmp_path: Path) -> None:
    assert wired_addresses(tmp_path) == ()
    assert wired_addresses(tmp_path / "nowhere") == ()


def test_no_more_are_told_than_the_server_takes(tmp_path: Path) -> None:
    for number in range(9):
        card(tmp_path, f"eth{number}", f"52:54:00:00:00:0{number}")
    assert len(wired_addresses(tmp_path)) == 4

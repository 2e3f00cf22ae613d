from pathlib import Path

import pytest

from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.settings import KioskSettings, is_development


def test_a_missing_file_names_itself_and_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"(?s)absent\.toml.*--settings"):
        KioskSettings.load(tmp_path / "absent.toml")


@pytest.mark.parametrize("text", ["not = toml = at all", 'server_url = "https://10.0.2.2:8443"', "\x00"])
def test_settings_that_do_not_say_enough_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(text)
    with pytest.raises(SettingsInvalid, match="not a kiosk's settings"):
        KioskSettings.load(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('server_url = "https://10.0.2.2:8443"', "ca_path: it is missing"),
        ("# caf\xe9", "it is not UTF-8 text (byte 5)"),
    ],
)
def test_what_settings_lack_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(SettingsInvalid) as refused:
        KioskSettings.load(path)
    assert str(refused.value).startswith(f"{path} is not a kiosk's settings: {says}\n  next: ")


@pytest.mark.parametrize(
    ("command_line", "development"),
    [
        ("roothash=00 ro quiet", False),
        ("roothash=00 outset.development", True),
        ("roothash=00 systemd.debug_shell=ttyS0", True),
        ("roothash=00 systemd.debug-shell", True),
    ],
)
def test_a_kernel_started_with_a_way_in_is_marked(tmp_path: Path, command_line: str, *, development: bool) -> None:
    path = tmp_path / "cmdline"
    path.write_text(command_line)
    assert is_development(path) is development

"""Kiosks made of this machine's own processes: several stand side by side."""

from pathlib import Path

from image.room.local_kiosk import LocalKiosk
from kiosk_agent.settings import KioskSettings


def test_two_kiosks_on_one_machine_keep_apart_who_is_signed_in(tmp_path: Path) -> None:
    kiosks = [LocalKiosk(tmp_path / name, 8443, name) for name in ("one", "two")]
    beside = [KioskSettings.load(kiosk.settings_path).agent_socket.parent for kiosk in kiosks]
    try:
        assert beside[0] != beside[1]
        assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in beside)
    finally:
        for folder in set(beside):
            folder.rmdir()

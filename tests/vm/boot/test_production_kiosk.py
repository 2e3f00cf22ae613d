"""What sets a production kiosk apart from a development one."""

import re

from image.emulator import plan as plans
from image.emulator.machine import Machine
from image.emulator.qmp import connect

LOGIN = re.compile(r"login:|[#$] $|Password|sh-\d|root@", re.IGNORECASE)
QUIET_SECONDS = 20


def test_serial_port_of_a_production_kiosk_answers_nothing(production_kiosk: Machine) -> None:
    before = production_kiosk.serial_log
    with connect(production_kiosk.folder / plans.SERIAL_SOCKET) as serial:
        serial.sendall(b"\n\x03\nroot\n\necho out-of-here\n")
        # Whatever would answer has had the time in which a development kiosk answers a hundred times.
        production_kiosk.qmp.pause(QUIET_SECONDS)
    said = production_kiosk.serial_log.removeprefix(before)
    assert not LOGIN.search(said)
    assert "out-of-here" not in said


def test_production_kiosk_carries_no_development_mark(production_kiosk: Machine) -> None:
    assert "DEVELOPMENT" not in production_kiosk.screen.text()

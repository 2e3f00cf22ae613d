"""Keys that lead out of other kiosks lead nowhere here."""

import pytest

from image.emulator.machine import Machine

# Of foot, the Linux console, the service manager, the kernel, Textual.
ESCAPES = (
    ("ctrl-shift-n",), ("alt-f3",), ("ctrl-alt-f2",), ("ctrl-alt-f1",), ("alt-left",), ("ctrl-q",), ("ctrl-c",),
    ("ctrl-z",), ("ctrl-d",), ("ctrl-p",), ("ctrl-\\",), ("ctrl-shift-t",), ("super-enter",), ("alt-tab",),
    ("alt-f4",), ("alt-escape",), ("ctrl-alt-backspace",), ("ctrl-shift-u",), ("ctrl-shift-c",), ("ctrl-shift-o",),
    ("ctrl-alt-delete",) * 8, ("alt-sysrq-b",), ("alt-sysrq-e",), ("alt-sysrq-r", "alt-sysrq-i"),
)  # fmt: skip
SAME_BOOT = "cat /proc/sys/kernel/random/boot_id; cat /sys/class/tty/tty0/active"


def standing(kiosk: Machine) -> tuple[str, str]:
    """Return which boot and console this is, and the processes of the screen, whose numbers change if they restart."""
    screen = kiosk.shell("systemctl show kiosk-display -p NRestarts; find /proc -maxdepth 1 -user learner | sort")
    return kiosk.shell(SAME_BOOT).output, screen.output


@pytest.mark.parametrize("chords", ESCAPES, ids=lambda chords: "+".join(dict.fromkeys(chords)))
def test_an_escape_key_leads_nowhere(kiosk: Machine, chords: tuple[str, ...]) -> None:
    before = standing(kiosk)
    shown = kiosk.screen.text()
    kiosk.press(*chords)
    # The guest answers only after it has dealt with the keys, which came first.
    assert standing(kiosk) == before
    assert not {"RESET", "SHUTDOWN", "POWERDOWN"} & set(kiosk.qmp.events)
    assert kiosk.screen.text().split()[:3] == shown.split()[:3]

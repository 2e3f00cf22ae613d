"""The README's promise, played by the command itself on the image that ships."""

from image.waiting import LIMIT_SECONDS
from kiosk_agent import process
from tests.support.checkout import BUILD, ROOT
from tests.support.ports import held_port, number_of

# A boot and a dozen waits, each of which ends at the limit.
LESSON_SECONDS = 6 * LIMIT_SECONDS


def test_a_first_lesson_goes_well_from_boot_to_power_cut() -> None:
    with held_port() as holder:
        port = str(number_of(holder))
        said = process.run([ROOT / "outset", "up", "--check", "--port", port], timeout_seconds=LESSON_SECONDS)
    assert "The first lesson went well" in said
    pictures = BUILD / "pictures"
    for name in ("kiosk-approval", "kiosk-locked", "kiosk-exercise", "kiosk-passed", "trainer-room"):
        assert (pictures / f"{name}.png").stat().st_size > 1000

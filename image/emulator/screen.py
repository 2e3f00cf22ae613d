"""Eyes on a kiosk's screen: pictures, and what they say."""

import re
from collections.abc import Callable
from pathlib import Path

import zxingcpp
from PIL import Image

from image.emulator.glyphs import GlyphReader
from image.emulator.qmp import Qmp
from image.emulator.tree_programs import FONTS, TreePrograms
from image.waiting import LIMIT_SECONDS, Seen, eventually

LOOK_SECONDS = 0.5
LOOK_FILE = "look.ppm"
QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


class Screen:
    """The screen of one machine. Waiting raises MachineStopped as soon as QEMU ends."""

    def __init__(self, qmp: Callable[[], Qmp], folder: Path, programs: TreePrograms) -> None:
        self._qmp = qmp
        self._folder = folder
        self._reader = GlyphReader(programs.file(FONTS))

    def picture(self, path: Path) -> Path:
        """Write the screen to `path` as PNG and return the path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._qmp().execute("screendump", filename=str(path.resolve()), format="png")
        return path

    def look(self) -> Image.Image:
        """Return the screen as it is now."""
        path = self._folder / LOOK_FILE
        # PPM, since it is looked at often and QEMU stands still while it packs a PNG.
        self._qmp().execute("screendump", filename=str(path.resolve()))
        with Image.open(path) as picture:
            return picture.convert("RGB")

    def text(self) -> str:
        """Return the text on the screen, one line a row; a cell that is no known letter is a space."""
        return self._reader.read(self.look())

    def wait_for_text(self, pattern: str, timeout_seconds: float = LIMIT_SECONDS) -> str:
        """Wait until the text matches the regular expression; return the whole text. Raises NotSeen."""
        wanted = re.compile(pattern)

        def seen() -> str | None:
            text = self.text()
            return text if wanted.search(text) else None

        return self.wait_for(seen, f"text like {pattern!r} on the screen", timeout_seconds)

    def wait_for_qr(self, timeout_seconds: float = LIMIT_SECONDS) -> str:
        """Wait for a QR code and return what it says. Raises NotSeen."""

        def seen() -> str | None:
            codes = zxingcpp.read_barcodes(self.look(), formats=QR_CODES)
            return codes[0].text if codes else None

        return self.wait_for(seen, "a QR code on the screen", timeout_seconds)

    def _restarts(self) -> int:
        return self._qmp().events.count("RESET")

    def wait_for(self, look: Callable[[], Seen | None], what: str, timeout_seconds: float = LIMIT_SECONDS) -> Seen:
        """Look twice a second until something true is seen, and return it.

        Raises NotSeen, with the screen's last text, and its picture beside the disk.
        """
        before = self._restarts()
        picture = self._folder / "not-seen.png"

        def said() -> str:
            self.picture(picture)
            restarts = self._restarts() - before
            return f"a kiosk that restarted itself {restarts} times meanwhile, and this screen:\n{self.text().strip()}"

        return eventually(
            look,
            what,
            timeout_seconds=timeout_seconds,
            pause=lambda: self._qmp().pause(LOOK_SECONDS),
            said=said,
            hint=f"look at the picture: {picture}",
        )

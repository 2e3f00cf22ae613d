"""`python -m kiosk_agent tutor --settings FILE`: the learner's screen, in this terminal."""

import gc
import importlib
import os
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.command_line import CommandParser


def main(arguments: Sequence[str]) -> int:
    """Show the tutor until it is ended; return 0, or 1 after a fault of its own. Raises SettingsInvalid."""
    # Nothing that the imports make is garbage: looking for it would cost a tenth of the start.
    gc.disable()
    languages = importlib.import_module("kiosk_agent.protocol.languages")
    parser = CommandParser(prog="./outset kiosk tutor", description="The learner's screen.")
    parser.add_argument("--settings", type=Path, required=True, help="the kiosk's settings, a TOML file")
    parser.add_argument(
        "--language",
        choices=languages.LANGUAGE_CODES,
        default=languages.SOURCE_LANGUAGE,
        help="the language until somebody chooses",
    )
    parser.add_argument("--quit-key", action="store_true", help="let Ctrl+Q end it: for a trainer's own terminal")
    options = parser.parse_args(arguments)

    # Textual draws at the next tick of its clock: a faster clock is a shorter wait between a key and its letter.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    start = importlib.import_module("kiosk_agent.tutor.start")
    app = start.make_app(options.settings, options.language, has_quit_key=options.quit_key)
    gc.freeze()
    gc.enable()
    # What a key makes is freed by counting; a full search for cycles in the middle of a word would be felt.
    gc.set_threshold(20_000, 20, 50)
    app.run()
    return app.return_code or 0

"""What all screens have in common: they speak a language, follow the kiosk's state, and show a top and a foot."""

import gc
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual._styles_cache import StylesCache
from textual.css.query import NoMatches
from textual.screen import Screen

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text.keys import Key
from kiosk_agent.tutor.text.translator import Translator


class TutorScreen(Screen[None]):
    """A screen that can be told another language or another state at any time, and shows it at once."""

    ALLOW_SELECT = False
    ON_KEYS_PAGE: ClassVar[Sequence[Key]] = ()
    """What the page of keys lists here; without any there is none."""

    def __init__(self, translator: Translator, view: KioskView) -> None:
        super().__init__()
        self.translator = translator
        self.view = view

    def on_mount(self) -> None:
        """Say everything for the first time."""
        self.speak()
        self.follow()
        self.set_interval(1.0, lambda: self.hear(self.view))

    def on_unmount(self) -> None:
        """Have Textual let go of it: with each screen that it held, the tutor would grow."""
        # Who watches the app is kept until what is watched changes; what was drawn of a widget, until much else was.
        for watchers in getattr(self.app, "__watchers", {}).values():
            watchers[:] = [(watcher, call) for watcher, call in watchers if watcher.is_attached]
        StylesCache.get_inner_outer.cache_clear()
        # Its parts hold each other: they are looked for now, and not in the middle of a word (command.py).
        self.app.call_later(gc.collect)

    @property
    def is_ready(self) -> bool:
        """Tell whether there is something to show on: not before it was laid out, nor while it is taken down."""
        return self.is_mounted and self.is_attached and bool(self.children)

    def turn_to(self, translator: Translator) -> None:
        """Speak its language from now on."""
        self.translator = translator
        if self.is_ready:
            with suppress(NoMatches):
                self.speak()
                self.follow()

    def hear(self, view: KioskView) -> None:
        """Follow the kiosk's state."""
        self.view = view
        if self.is_ready:
            # A screen that is taken down loses its parts one by one, and the clock may tick in between. What is
            # never there at all shows on mount, where nothing is suppressed.
            with suppress(NoMatches):
                self.follow()

    def speak(self) -> None:
        """Put every text of the screen in its language."""

    def follow(self) -> None:
        """Show what follows from the kiosk's state and the time; called every second too."""

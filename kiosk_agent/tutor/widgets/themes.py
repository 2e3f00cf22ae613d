"""The kiosk's colours: one table of tokens for each theme, and nothing else names a colour."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Tokens:
    """One theme. Text on ground is at least 7:1, quiet at least 4.5:1 (a test measures it)."""

    ground: str
    sheet: str
    """Panels."""
    rule: str
    """Borders; never the only sign of anything."""
    ink: str
    quiet: str
    lead: str
    """Where to look next: focus, the one main action."""
    on_lead: str
    """Text upon lead."""
    passed: str
    not_yet: str
    """Warm, never alarm red."""
    link: str
    cursor: str
    """The row of a list that Enter takes."""
    cursor_style: str
    """How that row is written: without colours it must show all the same."""
    frame: str
    """The kind of border."""
    is_dark: bool

    def variables(self) -> dict[str, str]:
        """Return them as the variables of style sheets."""
        own = {name.replace("_", "-"): value for name, value in asdict(self).items() if isinstance(value, str)}
        # What Textual's own widgets are drawn with.
        bars = dict.fromkeys(("scrollbar", "scrollbar-hover"), self.rule) | {"scrollbar-active": self.lead}
        grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
        bars |= dict.fromkeys((*grounds, "scrollbar-corner-color"), self.sheet)
        selection = {"input-cursor-background": self.lead, "input-cursor-foreground": self.on_lead}
        return own | bars | selection


THEMES = {
    "dark": Tokens(
        ground="#11151c",
        sheet="#1a212c",
        rule="#3a4656",
        ink="#e8e6e1",
        quiet="#9aa4b2",
        lead="#ffb454",
        on_lead="#11151c",
        passed="#7fd8a8",
        not_yet="#ff9e80",
        link="#6cb6ff",
        cursor="#2b3543",
        cursor_style="bold",
        frame="round",
        is_dark=True,
    ),
    "light": Tokens(
        ground="#faf7f2",
        sheet="#ffffff",
        rule="#c9bfae",
        ink="#1d232b",
        quiet="#5b6470",
        lead="#9a5b00",
        on_lead="#ffffff",
        passed="#0b6e4f",
        not_yet="#a63d1e",
        link="#0b5cad",
        cursor="#efe7d8",
        cursor_style="bold",
        frame="round",
        is_dark=False,
    ),
    "contrast": Tokens(
        ground="#000000",
        sheet="#000000",
        rule="#ffffff",
        ink="#ffffff",
        quiet="#ffffff",
        lead="#ffff00",
        on_lead="#000000",
        passed="#ffffff",
        not_yet="#ffff00",
        link="#ffffff",
        cursor="#000000",
        cursor_style="bold underline",
        frame="double",
        is_dark=True,
    ),
}
DEFAULT_THEME = "dark"


def theme_after(name: str) -> str:
    """Return the theme that the colours key goes to next."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)]

"""The colours of code, made of the theme's tokens: few, so that what is coloured says something."""

from rich.style import Style
from textual._text_area_theme import TextAreaTheme

from kiosk_agent.tutor.widgets.themes import THEMES


def editor_colours(theme: str) -> TextAreaTheme:
    """Return how the editor colours code in `theme`. Bold and italic say the same as the colours do."""
    tokens = THEMES[theme]
    keyword = Style(color=tokens.link, bold=True)
    text = Style(color=tokens.passed)
    number = Style(color=tokens.lead)
    quiet = Style(color=tokens.quiet, italic=True)
    name = Style(bold=True)
    return TextAreaTheme(
        name=theme,
        syntax_styles={
            "keyword": keyword, "keyword.function": keyword, "keyword.return": keyword, "keyword.operator": keyword,
            "conditional": keyword, "repeat": keyword, "exception": keyword, "include": keyword,
            "type.builtin": keyword,
            "string": text, "string.special": text, "regex.punctuation.bracket": text, "regex": text,
            "number": number, "float": number, "boolean": number, "constant.builtin": number,
            "comment": quiet, "function": name, "function.method": name, "method": name, "constructor": name,
        },
    )  # fmt: skip

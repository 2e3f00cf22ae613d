import pytest

from kiosk_agent.tutor.widgets.themes import THEMES, Tokens, theme_after


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
def test_everything_that_is_read_stands_out_enough(tokens: Tokens) -> None:
    for ground in (tokens.ground, tokens.sheet):
        assert contrast(tokens.ink, ground) >= 7
        for colour in (tokens.quiet, tokens.lead, tokens.passed, tokens.not_yet, tokens.link):
            assert contrast(colour, ground) >= 4.5, colour
    assert contrast(tokens.on_lead, tokens.lead) >= 4.5
    assert contrast(tokens.ink, tokens.cursor) >= 7
    assert contrast(tokens.quiet, tokens.cursor) >= 4.5


def test_the_colours_key_goes_round() -> None:
    names = ["dark"]
    while len(names) <= len(THEMES):
        names.append(theme_after(names[-1]))
    assert names == ["dark", "light", "contrast", "dark"]

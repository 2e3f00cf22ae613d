import pytest

from kiosk_agent.tutor.widgets.themes import THEMES, Tokens, theme_after
from tests.support.contrast import contrast


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

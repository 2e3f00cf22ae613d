"""The colours of the trainer's pages can be read by everybody."""

import re
from pathlib import Path

import pytest

from classroom_server.web import drawing
from tests.support.contrast import contrast

TOKENS = (Path(drawing.__file__).parent / "static" / "tokens.css").read_text(encoding="utf-8")
LOOKS = ("light", "dark")
GROUNDS = ("ground", "surface", "raised")
AT_LEAST = {"text": 7.0, "quiet": 4.5, "lead": 4.5, "pass": 4.5, "notyet": 4.5, "info": 4.5, "edge": 3.0}


def colours(look: str) -> dict[str, str]:
    pairs = re.findall(r"--(\S+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.split("@media", maxsplit=1)[0])
    return {name: light if look == "light" else dark for name, light, dark in pairs}


@pytest.mark.parametrize("look", LOOKS)
def test_every_colour_stands_out_from_every_ground(look: str) -> None:
    known = colours(look)
    for name, least in AT_LEAST.items():
        for ground in GROUNDS:
            assert contrast(known[name], known[ground]) >= least, f"{name} on {ground}"
    assert contrast(known["on-lead"], known["lead"]) >= 4.5


def test_no_style_names_a_colour_of_its_own() -> None:
    for path in (Path(drawing.__file__).parent / "static").glob("*.css"):
        if path.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", path.read_text(encoding="utf-8")) == [], path.name

"""Whoever builds the image must still be told how this machine reaches its registries."""

import sys

import pytest

from image.room import programs
from kiosk_agent.errors import ProgramFailed

SAYS_WHAT_IT_WAS_TOLD = "import os, sys; sys.exit(os.environ.get('{name}') != '{value}')"


@pytest.mark.parametrize("name", ["NODE_EXTRA_CA_CERTS", "UV_NATIVE_TLS", "OUTSET_UV"])
def test_registry_set_up_reaches_the_build(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(
        programs, "outset", lambda *_: [sys.executable, "-c", SAYS_WHAT_IT_WAS_TOLD.format(name=name, value="x")]
    )
    # pytest's own stand-in for stdout has no descriptor that a program could write to.
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    monkeypatch.setenv(name, "x")
    programs.build_image()
    monkeypatch.setenv(name, "y")
    with pytest.raises(ProgramFailed, match="not built"):
        programs.build_image()

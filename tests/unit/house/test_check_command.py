"""`./outset check`: what its words may be."""

import pytest

from tests import check


def test_checkers_are_named_to_whoever_asks_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        check.main(["unit"])
    assert "unit tests" in capsys.readouterr().err.splitlines()[-1]

"""pytest.approx: numbers, and lists and mappings of them, give or take a little."""

import math
from typing import Any


class approx:  # noqa: N801 - pytest's own name
    """A number, or a list, tuple or mapping of numbers, give or take a little."""

    def __init__(self, expected: Any, rel: float | None = None, abs: float | None = None, nan_ok: bool = False) -> None:  # noqa: A002, ANN401, FBT001, FBT002
        self._expected, self._nan_ok = expected, nan_ok
        # With a distance alone, none in proportion counts.
        self._relative = 1e-6 if rel is None and abs is None else rel or 0.0
        self._absolute = 1e-12 if abs is None else abs

    def __eq__(self, other: object) -> bool:
        return self._is_near(other, self._expected)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def _is_near(self, value: Any, expected: Any) -> bool:  # noqa: ANN401
        if isinstance(expected, dict):
            is_like = isinstance(value, dict) and value.keys() == expected.keys()
            return is_like and all(self._is_near(value[key], each) for key, each in expected.items())
        if isinstance(expected, list | tuple):
            is_like = isinstance(value, list | tuple) and len(value) == len(expected)
            return is_like and all(map(self._is_near, value, expected))
        if isinstance(value, complex) or isinstance(expected, complex):
            return self._are_near(value, expected)
        if not (hasattr(expected, "__float__") and hasattr(value, "__float__")):
            return bool(value == expected)
        value, expected = float(value), float(expected)
        if math.isnan(expected):
            return self._nan_ok and math.isnan(value)
        return value == expected or (math.isfinite(expected) and self._are_near(value, expected))

    def _are_near(self, value: complex, expected: complex) -> bool:
        return abs(value - expected) <= max(self._absolute, self._relative * abs(expected))

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"approx({self._expected})"

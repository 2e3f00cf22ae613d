"""The seal of a Python run: what is looked at after each test grows with no other tests, and none escapes it."""

import importlib.util
import unittest
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.support.checkout import ROOT

HARNESS = ROOT / "kiosk_agent/toolchains/python/harness/seal.py"
FEW, MANY = 1000, 2000


@dataclass(frozen=True)
class Written:
    name: str
    case: unittest.TestCase
    function: object


class Method:
    """One that counts how often somebody looks at it."""

    looks = 0

    def __call__(self) -> None: ...

    @property
    def __code__(self) -> CodeType:
        Method.looks += 1
        return Method.__call__.__code__


@pytest.fixture
def seal() -> ModuleType:
    spec = importlib.util.spec_from_file_location("seal", HARNESS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(methods: dict[str, Any]) -> list[Written]:
    case = type("T", (unittest.TestCase,), dict(methods))
    return [Written(name, case(name), value) for name, value in methods.items() if name.startswith("test")]


def sealed(seal: ModuleType, tests: list[Written]) -> Any:  # noqa: ANN401 - a Seal, whose module is of the jail
    whole = seal.Seal()
    whole.watch_tests(tests)
    return whole


def looks(seal: ModuleType, count: int) -> int:
    tests = written({f"test_{number}": Method() for number in range(count)})
    whole = sealed(seal, tests)
    Method.looks = 0
    assert [whole.broken(test) for test in tests] == [None] * count
    return Method.looks


def test_twice_as_many_tests_are_looked_at_twice_as_often_and_not_four_times(seal: ModuleType) -> None:
    assert looks(seal, MANY) < 3 * looks(seal, FEW)


def by_function(body: str) -> Callable[..., None]:
    names: dict[str, Any] = {}
    exec(f"def it(self): {body}", names)  # noqa: S102 - each a function with a code of its own
    made: Callable[..., None] = names["it"]
    return made


def replaced(case: type) -> None:
    case.test_1 = by_function("return None")  # type: ignore[attr-defined]


def rewritten(case: Any) -> None:  # noqa: ANN401
    case.test_1.__code__ = by_function("return None").__code__


def removed(case: Any) -> None:  # noqa: ANN401
    del case.test_1


def given_another_way_to_run(case: Any) -> None:  # noqa: ANN401
    case.run = by_function("return None")


def given_another_word(case: Any) -> None:  # noqa: ANN401
    case.helper = by_function("return None")


CHANGES = [replaced, rewritten, removed, given_another_way_to_run, given_another_word]


@pytest.mark.parametrize("change", CHANGES)
def test_change_of_another_test_is_seen_after_the_test_that_made_it(
    seal: ModuleType, change: Callable[[type], None]
) -> None:
    tests = written({f"test_{number}": by_function(f"return {number}") for number in range(9)} | {"helper": Method()})
    whole = sealed(seal, tests)
    assert whole.broken(tests[0]) is None
    change(type(tests[0].case))
    assert all(whole.broken(test).startswith("T.") for test in tests[1:])


@pytest.mark.parametrize("change", CHANGES)
def test_among_very_many_tests_a_change_is_seen_after_the_test_that_it_is_of_and_after_the_last(
    seal: ModuleType, change: Callable[[type], None]
) -> None:
    tests = written({f"test_{number}": by_function(f"return {number}") for number in range(FEW)} | {"helper": Method()})
    whole = sealed(seal, tests)
    assert whole.broken(tests[0]) is None
    change(type(tests[0].case))
    rest = [whole.broken(test) for test in tests[1:]]
    assert rest[0] is not None
    assert rest[-1] is not None
    assert sum(each is not None for each in rest) > FEW / 10


def test_what_a_test_gives_its_class_is_let_be_and_costs_the_others_nothing(seal: ModuleType) -> None:
    tests = written({f"test_{number}": Method() for number in range(FEW)})
    whole = sealed(seal, tests)
    type(tests[0].case).made = 1  # type: ignore[attr-defined]
    Method.looks = 0
    assert not any(whole.broken(test) for test in tests)
    assert looks(seal, FEW) * 2 > Method.looks


def test_what_says_that_it_equals_the_right_one_does_not(seal: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    class Equal:
        def __eq__(self, _other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 0

        def __call__(self, *_given: object) -> None: ...

    tests = written({"test_0": by_function("return 0")})
    whole = sealed(seal, tests)
    monkeypatch.setattr(unittest.TestCase, "assertEqual", Equal())
    assert whole.broken(tests[0]) == "TestCase.assertEqual"

"""What is wrong in a program that can be read and runs: told of the functions that a failing test calls."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mistakes import loops, texts
from mistakes.found import Found, Values
from mistakes.program import Program, called, loaded, name_of, parameters, statements, stored

_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d+)(?![\w.,])")
_TURNED = re.compile(r"[\w)\]]\s*(=\+)\s")
_HOLDS_CODE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Asked:
    """A function that a test calls."""

    program: Program
    function: ast.FunctionDef
    values: Values | None

    @property
    def received(self) -> object:
        """Return what the test got; a value of its own where that is not known."""
        return ... if self.values is None else self.values.received

    @property
    def gives(self) -> bool:
        """Tell whether the value came out of this function: asked for by the test, or handed on by one that was."""
        return self.values is not None and self.function.name in _givers(self.program, self.values.asked)

    @property
    def inside(self) -> Iterator[ast.stmt]:
        """Return its statements, in their order."""
        return statements(self.function)


def _givers(program: Program, name: str) -> list[str]:
    """Return the function, and those whose answers it gives back as its own."""
    found = [name]
    for each in found:
        function = program.function_named(each)
        for part in ast.walk(function) if function is not None else ():
            value = part.value if isinstance(part, ast.Return) else None
            other = name_of(value.func) if isinstance(value, ast.Call) else ""
            if other and other not in found:
                found.append(other)
    return found


def why(program: Program, test: str, values: Values | None) -> Found | None:
    """Return what is wrong in the functions that the test's code names, or in the value that it got."""
    # A test of one line has no code of its own.
    for function in program.reached(f"{test} {values.asked if values else ''}"):
        asked = Asked(program, function, values)
        for find in FINDERS:
            if (found := find(asked)) is not None:
                return found
    return None if values is None else texts.why(values, program.source)


def _made_twice(asked: Asked) -> Found | None:
    name = asked.function.name
    same = [each for each in asked.program.tree.body if isinstance(each, ast.FunctionDef) and each.name == name]
    if len(same) < 2 or any(each.decorator_list for each in same):  # noqa: PLR2004 - twice
        return None
    return Found("function-made-twice", same[-1].lineno, {"name": name, "line": str(same[0].lineno)})


def _or_always(asked: Asked) -> Found | None:
    """Return an `or` of which one side is no question."""
    for each in ast.walk(asked.function):
        test = each.test if isinstance(each, ast.If | ast.While) else None
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            alone = [each for each in test.values if isinstance(each, ast.Constant) and _is_always(each.value)]
            if alone and isinstance(test.values[0], ast.Compare):
                value = asked.program.code_of(alone[0])
                right = f"{asked.program.code_of(test.values[0].left)} == {value}"
                return Found("or-always", test.lineno, {"value": value, "right": right})
    return None


def _is_always(value: object) -> bool:
    """Tell whether a value that stands for a question is a yes, and not one that was written as such."""
    return bool(value) and type(value) is not bool


def _number_in_quotes(asked: Asked) -> Found | None:
    """Return a comparison of a value that a test gave with a number in quotes."""
    for each in ast.walk(asked.function):
        if isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.Eq | ast.NotEq):
            text = each.comparators[0]
            is_number = isinstance(text, ast.Constant) and type(text.value) is str and text.value.isdigit()
            if is_number and name_of(each.left) in parameters(asked.function):
                facts = {"number": asked.program.code_of(text), "right": ast.unparse(text)[1:-1]}
                return Found("number-in-quotes", each.lineno, facts)
    return None


def _decimal_comma(asked: Asked) -> Found | None:
    for each in ast.walk(asked.function):
        if isinstance(each, ast.Tuple):
            text = ast.get_source_segment(asked.program.source, each) or ""
            number = None if text.startswith("(") else _DECIMAL_COMMA.search(text)
            if number is not None:
                facts = {"number": number[0], "right": f"{number[1]}.{number[2]}"}
                return Found("decimal-comma", each.lineno, facts)
    return None


def _not_stored(asked: Asked) -> Found | None:
    """Return a line that works something out, or asks, and does nothing with it."""
    for each in asked.inside:
        value = each.value if isinstance(each, ast.Expr) else None
        if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq) and name_of(value.left):
            return Found("compares-not-stores", each.lineno, {"name": name_of(value.left)})
        if isinstance(value, ast.BinOp) and name_of(value.left) and asked.received is not None:
            return Found("sum-not-stored", each.lineno, {"name": name_of(value.left)})
        if isinstance(value, ast.Attribute):
            return Found("call-missing", each.lineno, {"name": value.attr})
    return None


def _turned(asked: Asked) -> Found | None:
    for each in asked.inside:
        is_plus = isinstance(each, ast.Assign) and isinstance(each.value, ast.UnaryOp)
        if is_plus and _TURNED.search(asked.program.line_of(each)):
            return Found("sign-turned", each.lineno, {"sign": "=+", "right": "+="})
    return None


def _of_loops(asked: Asked) -> Found | None:
    for find in (loops.return_in_loop, loops.begins_in_loop, loops.other_places, loops.list_for_value):
        if (found := find(asked.function)) is not None:
            return found
    return None


def _overwritten(asked: Asked) -> Found | None:
    """Return a first line that puts a value of its own in the place of one that is given."""
    for each in asked.inside:
        name = name_of(each.targets[0]) if isinstance(each, ast.Assign) else ""
        if name in parameters(asked.function) and isinstance(each, ast.Assign) and not loaded(each.value):
            earlier = [used for used in loaded(asked.function) if used.id == name and used.lineno < each.lineno]
            if not earlier:
                return Found("parameter-overwritten", each.lineno, {"name": name})
    return None


def _names_in_text(asked: Asked) -> Found | None:
    """Return a text that holds a name where its value should stand."""
    received = asked.received if isinstance(asked.received, str) else ""
    known = {*parameters(asked.function), *(each.id for each in stored(asked.function))}
    for text, line in _texts(asked.function):
        code = next((name for name in _HOLDS_CODE.findall(text) if name in known), None)
        if text in received and code is not None:
            return Found("f-missing", line, {"name": f"{{{code}}}"})
        if text in received and text in known:
            return Found("name-in-quotes", line, {"name": text})
    return None


def _texts(function: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    for each in ast.walk(function):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value, each.lineno


def _loop_value(asked: Asked) -> Found | None:
    """Return a return, after a loop, of the value of one of its rounds."""
    own = asked.function.body if asked.gives else []
    for loop in (each for each in own if isinstance(each, ast.For)):
        name = name_of(loop.target)
        last = own[-1].value if isinstance(own[-1], ast.Return) else None
        if name and name == name_of(last) and type(asked.received) is not type(getattr(asked.values, "expected", ...)):
            return Found("loop-value-returned", own[-1].lineno, {"name": name})
    return None


def _call_missing(asked: Asked) -> Found | None:
    """Return a function that is given back and was to be called."""
    for each in asked.inside:
        is_function = asked.gives and callable(asked.received)
        value = each.value if isinstance(each, ast.Return) and is_function else None
        name = value.attr if isinstance(value, ast.Attribute) else name_of(value)
        if name and name not in parameters(asked.function):
            return Found("call-missing", each.lineno, {"name": name})
    return None


def _nothing_returned(asked: Asked) -> Found | None:
    if asked.received is not None or asked.values is None or asked.values.expected is None or not asked.gives:
        return None
    own = asked.function.name
    work = [each for each in asked.function.body if not _is_said_only(each)]
    if not work:
        return Found("function-empty", asked.function.lineno, {"name": own})
    returns = [each for each in asked.inside if isinstance(each, ast.Return)]
    if alone := next((each for each in returns if each.value is None), None):
        return Found("return-alone", alone.lineno)
    last = work[-1].value if isinstance(work[-1], ast.Expr) else None
    if called(last, "print") is not None:
        return Found("shown-not-returned", work[-1].lineno, {"name": own, "word": "print"})
    if last is not None and not isinstance(last, ast.Yield | ast.Await | ast.YieldFrom) and not returns:
        return Found("value-alone", work[-1].lineno)
    name = "way-without-return" if returns else "return-missing"
    return None if _gives_name(returns) else Found(name, asked.function.lineno, {"name": own})


def _is_said_only(part: ast.stmt) -> bool:
    """Tell whether a line does nothing."""
    return isinstance(part, ast.Pass) or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))


def _gives_name(returns: list[ast.Return]) -> bool:
    """Tell whether None may be what a call in a return gave, and no way without one."""
    return any(isinstance(each.value, ast.Call | ast.Name | ast.Attribute | ast.Subscript) for each in returns)


FINDERS: tuple[Callable[[Asked], Found | None], ...] = (
    *(_made_twice, _or_always, _number_in_quotes, _decimal_comma, _not_stored, _turned, _of_loops, _overwritten),
    *(_names_in_text, _loop_value, _call_missing, _nothing_returned),
)

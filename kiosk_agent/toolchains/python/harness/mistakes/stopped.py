"""Why a program stopped, told from its text: None where more than Python says is not known for sure."""

import ast
import builtins
import re
from typing import TypeVar

from mistakes.found import Found
from mistakes.likeness import BEGINS_LINE, BUILT_IN, MEMBERS, OF_A_LIST, SHORT, in_python, nearest
from mistakes.loops import loop_around, too_far
from mistakes.program import Program, length_of, name_of, parameters, statements, stored, uses

Node = TypeVar("Node", bound=ast.AST)
_NOT_DEFINED = re.compile(r"^NameError: name '([^']{1,60})' is not defined")
_NO_VALUE = re.compile(r"^UnboundLocalError: (?:cannot access|local variable) .*?'([^']{1,60})'")
_NO_MEMBER = re.compile(r"^AttributeError: '(\w{1,40})' object has no attribute '([^']{1,60})'")
_NOT_CALLED = re.compile(r"^TypeError: '(\w{1,40})' object is not callable")
_NO_PIECES = re.compile(r"^TypeError: '(?:\w{1,40}_method|method|function|type)' object is not subscriptable")
_TOO_MANY = re.compile(r"^TypeError: ([^\W\d]\w{0,59})\(\) takes (\d+) positional arguments? but (\d+) w")
_TOO_FEW = re.compile(r"^TypeError: ([^\W\d]\w{0,59})\(\) missing (\d+) required positional arguments?")
_KINDS = ("NoneType", "list", "str", "tuple", "dict", "set", "int", "float", "bool")
_LONG_WORDS = tuple(word for word in BEGINS_LINE if len(word) >= SHORT)


def why(program: Program, message: str, line: int | None) -> Found | None:
    """Return why the program stopped at that line, with `message`; it has no line where a test called it wrongly."""
    for pattern, find in FINDERS:
        said = re.match(pattern, message)
        if said is not None and (line is not None or find is _not_as_many):
            return find(program, said, line)
    return None


def _unknown_name(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    name, owner = said[1], program.function_at(line)
    other = next((each for each in program.functions if each is not owner and name in _own_names(each)), None)
    if owner is not None and other is not None:
        return Found("made-in-other-function", line, {"name": name, "other": other.name})
    word = in_python("value", name)
    if word is not None:
        return Found("own-language", line, {"word": name, "right": word})
    known = [*(_own_names(owner) if owner else []), *(each.name for each in program.functions)]
    known += [each.id for each in stored(program.tree)]
    if right := nearest(name, known):
        return Found("name-misspelt", line, {"name": name, "right": right})
    if right := nearest(name, BUILT_IN) or nearest(name, _LONG_WORDS):
        return Found("keyword-misspelt", line, {"word": name, "right": right})
    if owner is not None and not owner.args.args and not owner.args.vararg:
        return Found("parameter-missing", owner.lineno, {"name": name, "other": owner.name})
    return None


def _own_names(function: ast.FunctionDef) -> list[str]:
    return [*parameters(function), *(each.id for each in stored(function))]


def _no_beginning(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    name, owner = said[1], program.function_at(line)
    for each in statements(owner) if owner else ():
        is_added = isinstance(each, ast.AugAssign) and name_of(each.target) == name
        is_added |= isinstance(each, ast.Assign) and name_of(each.targets[0]) == name and uses(each.value, name)
        if is_added and each.lineno == line:
            return Found("begins-without-value", line, {"name": name})
    return None


def _no_member(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    kind, word = said[1], said[2]
    # Of the program's own classes, only the program knows what they should have.
    if kind not in _KINDS:
        return None
    owner = program.function_at(line)
    asked = next((each for each in _at(program, line, ast.Attribute) if each.attr == word), None)
    if kind == "NoneType":
        return _append_stored(owner, name_of(asked.value) if asked else "", word)
    whole = ast.unparse(asked.value) if asked is not None else ""
    own = in_python("value", word)
    function = word if word in OF_A_LIST else own if own in OF_A_LIST else None
    if function is not None and whole and kind in {"list", "str", "tuple", "dict"}:
        return Found("member-misspelt", line, {"word": word, "right": f"{function}({whole})"})
    right = in_python("member", word) or nearest(word, MEMBERS)
    return Found("member-misspelt", line, {"word": word, "right": right}) if right else None


def _append_stored(owner: ast.FunctionDef | None, name: str, word: str) -> Found | None:
    """Return where what a list's change gives back is put under the list's own name."""
    for each in statements(owner) if owner and name else ():
        if isinstance(each, ast.Assign) and name_of(each.targets[0]) == name and isinstance(each.value, ast.Call):
            function = each.value.func
            if isinstance(function, ast.Attribute) and function.attr == word and name_of(function.value) == name:
                return Found("append-stored", each.lineno, {"name": name, "word": word})
    return None


def _not_called(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    del said
    owner = program.function_at(line)
    for call in _at(program, line, ast.Call):
        name = name_of(call.func)
        if not name:
            continue
        made = next((each for each in stored(owner or program.tree) if each.id == name), None)
        if made is not None and hasattr(builtins, name):
            return Found("name-hides-function", made.lineno, {"name": name})
        if len(call.args) == 1 and isinstance(call.args[0], ast.Constant | ast.Name):
            right = f"{name}[{ast.unparse(call.args[0])}]"
            return Found("list-called", line, {"name": name, "right": right})
    return None


def _square_brackets(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    del said
    for each in _at(program, line, ast.Subscript):
        if isinstance(each.value, ast.Attribute | ast.Name):
            name = each.value.attr if isinstance(each.value, ast.Attribute) else each.value.id
            return Found("square-for-round", line, {"name": name})
    return None


def _not_as_many(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    """Of a call by the tests, the function's first line is what does not fit."""
    function = program.function_named(said[1])
    if function is None or line is not None or function.args.vararg:
        return None
    has = len(function.args.args)
    given = int(said[3]) if said.re is _TOO_MANY else has - len(function.args.defaults) - int(said[2])
    facts = {"name": said[1], "given": str(given), "has": str(has)}
    return Found("parameters-differ", function.lineno, facts)


def _other_kinds(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    del said
    owner = program.function_at(line)
    loop = loop_around(owner, line) if owner else None
    for each in _at(program, line, ast.AugAssign):
        value = name_of(each.value)
        if isinstance(loop, ast.For) and value and value == name_of(loop.iter):
            return Found("list-for-its-value", line, {"list": value, "each": ast.unparse(loop.target)})
        text = _text_made(owner, name_of(each.target))
        if text is not None:
            return Found("begins-as-text", text.lineno, {"name": name_of(each.target)})
    return None


def _text_made(owner: ast.FunctionDef | None, name: str) -> ast.Assign | None:
    for each in statements(owner) if owner and name else ():
        if isinstance(each, ast.Assign) and name_of(each.targets[0]) == name and isinstance(each.value, ast.Constant):
            return each if each.value.value == "" else None
    return None


def _loop_over_number(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    del said
    for loop in _at(program, line, ast.For):
        if name := length_of(loop.iter):
            return Found("loop-over-number", line, {"list": name, "each": ast.unparse(loop.target)})
    return None


def _past_end(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    del said
    for each in _at(program, line, ast.Subscript):
        name = name_of(each.value)
        if name and length_of(each.slice) == name:
            return Found("place-past-end", line, {"place": ast.unparse(each), "right": f"{name}[len({name}) - 1]"})
    owner = program.function_at(line)
    return too_far(owner, line) if owner else None


def _calls_itself(program: Program, said: re.Match[str], line: int | None) -> Found | None:
    """Of one that asks for its end, the question is what is wrong."""
    del said
    owner = program.function_at(line)
    if owner is None or any(isinstance(each, ast.If | ast.IfExp) for each in ast.walk(owner)):
        return None
    for call in ast.walk(owner):
        if isinstance(call, ast.Call) and name_of(call.func) == owner.name:
            return Found("calls-itself", call.lineno, {"name": owner.name})
    return None


def _at(program: Program, line: int | None, kind: type[Node]) -> list[Node]:
    return [each for each in ast.walk(program.tree) if isinstance(each, kind) and getattr(each, "lineno", 0) == line]


FINDERS = (
    (_NOT_DEFINED, _unknown_name),
    (_NO_VALUE, _no_beginning),
    (_NO_MEMBER, _no_member),
    (_NOT_CALLED, _not_called),
    (_NO_PIECES, _square_brackets),
    (_TOO_MANY, _not_as_many),
    (_TOO_FEW, _not_as_many),
    (r"^TypeError: (?:unsupported operand|can only concatenate)", _other_kinds),
    (r"^TypeError: 'int' object is not iterable", _loop_over_number),
    (r"^IndexError: (?:list|string|tuple) index out of range", _past_end),
    (r"^RecursionError", _calls_itself),
)

"""Loops that go through other places than they should, or do not end."""

import ast
from collections.abc import Iterator

from mistakes.found import Found
from mistakes.program import Loop, Program, called, length_of, loaded, loops, name_of, statements, stored, uses

_ENDS = ast.Break | ast.Return | ast.Raise


def loop_around(function: ast.FunctionDef, line: int | None) -> Loop | None:
    """Return the innermost loop around a line."""
    around = [each for each in loops(function) if line and each.lineno <= line <= (each.end_lineno or 0)]
    return around[-1] if around else None


def too_far(function: ast.FunctionDef, line: int | None) -> Found | None:
    """Return a loop to one place behind the last one."""
    loop = loop_around(function, line)
    if isinstance(loop, ast.For) and (call := called(loop.iter, "range")):
        last = call.args[-1]
        if isinstance(last, ast.BinOp) and isinstance(last.op, ast.Add) and (name := length_of(last.left)):
            return Found("loop-too-far", loop.lineno, {"right": f"range(len({name}))"})
    if isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare) and isinstance(loop.test.ops[0], ast.LtE):
        name, counter = length_of(loop.test.comparators[0]), ast.unparse(loop.test.left)
        return Found("loop-too-far", loop.lineno, {"right": f"{counter} < len({name})"}) if name else None
    return None


def other_places(function: ast.FunctionDef) -> Found | None:
    """Return a loop that counts places and takes them for values, or that leaves the first or the last one out."""
    for loop in loops(function):
        call = called(loop.iter, "range") if isinstance(loop, ast.For) else None
        name = name_of(loop.target) if isinstance(loop, ast.For) else ""
        if call is None or not name:
            continue
        found = _place_for_value(loop, name, length_of(call.args[-1])) or _left_out(function, loop, name, call)
        if found is not None:
            return found
    return None


def _place_for_value(loop: Loop, name: str, values: str) -> Found | None:
    if not values or any(uses(each, values) for each in loop.body):
        return None
    used = next((each for part in loop.body for each in loaded(part) if each.id == name), None)
    facts = {"name": name, "right": f"{values}[{name}]"}
    return None if used is None else Found("place-for-value", used.lineno, facts)


def _left_out(function: ast.FunctionDef, loop: Loop, name: str, call: ast.Call) -> Found | None:
    places = [each for each in ast.walk(function) if isinstance(each, ast.Subscript)]
    inside = [each for part in loop.body for each in ast.walk(part) if isinstance(each, ast.Subscript)]
    # Whoever looks beside a place, or takes the first one before the loop, means it.
    if not inside or len(inside) != len(places) or any(name_of(each.slice) != name for each in inside):
        return None
    first, last = call.args[0], call.args[-1]
    begins_late = len(call.args) > 1 and isinstance(first, ast.Constant) and first.value == 1 and length_of(last)
    if begins_late:
        return Found("loop-begins-late", loop.lineno, {"name": name})
    is_less = isinstance(last, ast.BinOp) and isinstance(last.op, ast.Sub)
    values = length_of(last.left) if is_less and isinstance(last, ast.BinOp) else ""
    return Found("loop-ends-early", loop.lineno, {"right": f"range(len({values}))"}) if values else None


def return_in_loop(function: ast.FunctionDef) -> Found | None:
    """Return what gives an answer back in the first round, whatever that is."""
    for loop in loops(function):
        last = loop.body[-1]
        if isinstance(loop, ast.While):
            continue
        if isinstance(last, ast.Return):
            return Found("return-in-loop", last.lineno)
        both = isinstance(last, ast.If) and isinstance(last.body[-1], ast.Return) and last.orelse
        if both and isinstance(last, ast.If) and isinstance(last.orelse[-1], ast.Return):
            return Found("return-in-loop", last.orelse[-1].lineno)
        if (gathered := _gathered(loop)) is not None:
            return Found("return-in-loop", gathered.lineno)
    return None


def _gathered(loop: Loop) -> ast.Return | None:
    """Return the return of what the same block has just added to."""
    for each in ast.walk(loop):
        if isinstance(each, ast.If) and isinstance(each.body[-1], ast.Return):
            name = name_of(each.body[-1].value)
            if name and any(name in grown(part) for part in each.body[:-1]):
                return each.body[-1]
    return None


def grown(part: ast.stmt) -> set[str]:
    """Return the names that a statement adds to."""
    if isinstance(part, ast.AugAssign):
        return {name_of(part.target)}
    call = part.value if isinstance(part, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in {"append", "add"}:
        return {name_of(call.func.value)}
    if isinstance(part, ast.Assign) and uses(part.value, name_of(part.targets[0])):
        return {name_of(part.targets[0])}
    return set()


def begins_in_loop(function: ast.FunctionDef) -> Found | None:
    """Return what a loop adds to and begins anew in each round."""
    for loop in loops(function):
        after = [each for each in loaded(function) if each.lineno > (loop.end_lineno or 0)]
        # A sum of each round's own has a loop within.
        if any(each is not loop for each in loops(loop)):
            continue
        for part in loop.body:
            made = name_of(part.targets[0]) if isinstance(part, ast.Assign) else ""
            if not made or not isinstance(part, ast.Assign) or loaded(part.value):
                continue
            is_grown = any(made in grown(each) for each in statements(loop) if each.lineno > part.lineno)
            if is_grown and any(each.id == made for each in after):
                return Found("begins-in-loop", part.lineno, {"name": made})
    return None


def list_for_value(function: ast.FunctionDef) -> Found | None:
    """Return where a loop uses the whole list, and its value of the round nowhere."""
    for loop in loops(function):
        if not isinstance(loop, ast.For) or not name_of(loop.iter) or not name_of(loop.target):
            continue
        name, each = name_of(loop.iter), name_of(loop.target)
        for part in statements(loop):
            given = _whole(part)
            if given and all(value.id == name for value in given):
                return Found("list-for-its-value", part.lineno, {"list": name, "each": each})
    return None


def _whole(part: ast.stmt) -> list[ast.Name]:
    """Return what a statement adds, where that is a name alone."""
    if isinstance(part, ast.AugAssign):
        values = [part.value]
    elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call) and grown(part):
        values = part.value.args
    else:
        values = []
    return [each for each in values if isinstance(each, ast.Name)]


def endless(program: Program) -> Found | None:
    """Return the one loop that may go on without an end; None where there is none, or several that may be it."""
    found = [loop for loop in loops(program.tree) if _has_no_end(loop)]
    if len(found) != 1:
        return None
    names = sorted({name for part in statements(found[0]) for name in _appended(part)})
    if names:
        return Found("loop-grows-list", found[0].lineno, {"name": names[0]})
    writes = any(called(each, "print") for each in ast.walk(found[0]))
    return Found("loop-writes" if writes else "loop-without-end", found[0].lineno)


def _appended(part: ast.stmt) -> Iterator[str]:
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
        yield from (name for name in grown(part) if name)


def _has_no_end(loop: Loop) -> bool:
    """Tell whether nothing that its question names is changed in it, and nothing leaves it."""
    body = [each for part in loop.body for each in ast.walk(part)]
    if any(isinstance(each, _ENDS) for each in body):
        return False
    if isinstance(loop, ast.For):
        return name_of(loop.iter) in {name for part in statements(loop) for name in _appended(part)}
    changed = {each.id for part in loop.body for each in stored(part)}
    changed |= {name_of(each.value) for each in body if isinstance(each, ast.Subscript | ast.Attribute)}
    asked = {each.id for each in loaded(loop.test)} - {"len"}
    calls = any(isinstance(each, ast.Call) and name_of(each.func) != "len" for each in ast.walk(loop.test))
    # What is only read by its places is not changed.
    read = {name_of(each.value) for each in body if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Load)}
    read -= {name_of(each.value) for each in body if isinstance(each, ast.Attribute)}
    return not calls and not asked & (changed - (read - {each.id for part in loop.body for each in stored(part)}))

"""A recording as lines for a terminal: for authors and for whoever looks for a fault in it."""

from collections.abc import Iterator

from kiosk_agent.protocol.stepping.trace import ShownValue, State, StepMoment, Trace, ValueKind, states

_QUIET = {ValueKind.FUNCTION, ValueKind.CLASS}


def trace_lines(trace: Trace) -> Iterator[str]:
    """Yield a line for each step, and one for how it ended."""
    for number, state in enumerate(states(trace), 1):
        yield f"{number:5} {_place(state)} {_moment(state)}{_names(state)}{_printed(state.step.printed)}".rstrip()
    exit_code = "" if trace.exit_code is None else f", exit code {trace.exit_code}"
    breakage = "" if trace.breakage is None else f": {trace.breakage.message}"
    yield f"-- {trace.ending}{exit_code}{breakage}{_printed(trace.printed_last)}; {trace.milliseconds} ms"


def _place(state: State) -> str:
    calls = " > ".join(call.function for call in state.calls if call.function)
    return f"{state.step.file}:{state.step.line}{f' in {calls}' if calls else ''}"


def _moment(state: State) -> str:
    value = "" if state.step.value is None else f" {written(state.step.value)}"
    return "" if state.step.moment is StepMoment.LINE else f"[{state.step.moment}{value}] "


def _names(state: State) -> str:
    names = [f"{each.name} = {written(each.value)}" for each in state.step.changed if each.value.kind not in _QUIET]
    return "; ".join([*names, *(f"no {each.name}" for each in state.step.gone)])


def _printed(text: str) -> str:
    return f" | printed {text!r}" if text else ""


def written(value: ShownValue) -> str:
    """Return a value as one would write it down: [1, 2], {a: 1}, Dog{name: "Rex"}."""
    match value.kind:
        case ValueKind.TEXT:
            return f'"{value.text}{"…" if value.more else ""}"'
        case ValueKind.LIST | ValueKind.MAP | ValueKind.OBJECT:
            parts = [_part(each.key, each.value) for each in value.parts]
            inside = ", ".join([*parts, *([f"+{value.more}"] if value.more else [])])
            if value.kind is ValueKind.LIST:
                return f"[{inside}]"
            return f"{value.text if value.kind is ValueKind.OBJECT else ''}{{{inside}}}"
        case ValueKind.NOTHING | ValueKind.TRUTH | ValueKind.NUMBER | ValueKind.ERROR:
            return value.text
        case _:
            return f"<{value.kind} {value.text}>"


def _part(key: ShownValue | None, value: ShownValue) -> str:
    return written(value) if key is None else f"{key.text}: {written(value)}"

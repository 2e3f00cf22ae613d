"""Keys as Textual binds them."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from kiosk_agent.tutor.text.keys import Key


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Return what binds `keys` to their actions; none shows in a footer of Textual's, the foot line is ours."""
    return [Binding(key.pressed, key.action, show=False, priority=key.is_first) for key in keys]

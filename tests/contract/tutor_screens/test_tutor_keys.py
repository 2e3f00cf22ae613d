"""One table says what each key does: every screen binds from it, and shows no key that does nothing there."""

import re
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.widgets.key_line import KeyLine
from tests.support.tutor.socket_fakes import judgement, reply, state
from tests.support.tutor.tutor_parts import Play, play

TUTOR = Path(keys.__file__).parents[1]
TABLE, BINDER = TUTOR / "text/keys.py", TUTOR / "widgets/bindings.py"
# A key by its name, by its place on the keyboard, or by Textual's own way of naming a method for it.
NAMED = re.compile(r"""["'](?:f\d+|(?:ctrl|shift)\+\w+|F\d+|Ctrl\+\w+)["']|\bBinding\(|\bdef key_\w+\(self""")
DECLARED = {name: value for name, value in vars(keys).items() if isinstance(value, keys.Key)}
BOUND = {
    *keys.APP_KEYS, *keys.CHANGE_PIN_KEYS, *keys.CHOICE_KEYS, *keys.OPTION_KEYS, *keys.HOME_KEYS, *keys.EXERCISE_KEYS,
    *keys.EDITOR_KEYS, *keys.QUESTION_KEYS, *keys.HAND_PANEL_KEYS, *keys.KEYS_PAGE_KEYS, *keys.SHOWN_KEYS, keys.QUIT,
}  # fmt: skip


def test_no_key_is_named_and_none_is_bound_outside_the_table() -> None:
    named = {
        f"{path.relative_to(TUTOR)}:{number}"
        for path in TUTOR.rglob("*.py")
        if path not in (TABLE, BINDER)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NAMED.search(line)
    }
    assert named == set()


def test_what_the_table_declares_is_bound_and_explained() -> None:
    assert {name for name, key in DECLARED.items() if key.action and key not in BOUND} == set()
    listed = {*keys.SIGN_IN_PAGE, *keys.CHANGE_PIN_PAGE, *keys.HOME_PAGE, *keys.EXERCISE_PAGE, keys.CLOSE_SHOWN}
    assert {key for key in DECLARED.values() if key.page} == listed
    # Enter, which an empty line at the foot of the task says.
    unsaid = {key for key in (*keys.HOME_KEYS, *keys.EXERCISE_KEYS) if not key.foot and not key.page}
    assert unsaid == {keys.WRITE}
    pressed = {(key.action, key.pressed) for key in BOUND}
    assert len(pressed) == len({action for action, _ in pressed}), "one action is one key's, whatever the screen"


async def shows_only_what_works(scene: Play, page: Sequence[keys.Key]) -> None:
    await scene.press("f1")
    await scene.sees("Esc closes this page.")
    others = {key.page for key in DECLARED.values() if key.page} - {key.page for key in page}
    assert [key.page for key in page if key.page not in scene.shown()] == []
    assert [words for words in others if f"  {words}  " in scene.shown()] == []
    await scene.press("escape")
    await scene.until(lambda: "Esc closes this page." not in scene.shown())
    line = scene.app.screen.query_one(KeyLine)
    active = scene.app.screen.active_bindings
    idle = [
        key.printed
        for key in line.keys
        if not all(pressed in active and active[pressed].enabled for pressed in key.pressed.split(","))
    ]
    assert line.keys
    assert idle == [], scene.shown()
    assert all(key.printed in line.shown for key in line.keys[:2])


def test_no_screen_shows_a_key_that_does_nothing_there(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await shows_only_what_works(scene, keys.SIGN_IN_PAGE)
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await scene.sees("Choose your own PIN")
        await shows_only_what_works(scene, keys.CHANGE_PIN_PAGE)
        await scene.tell(state(Condition.OPEN))
        await scene.sign_in()
        await shows_only_what_works(scene, keys.HOME_PAGE)
        await scene.press("enter")
        await scene.sees("Write total(boxes) for Stock count.")
        await shows_only_what_works(scene, keys.EXERCISE_PAGE)
        await scene.press("f6")
        await scene.sees("stock-count.js")
        await shows_only_what_works(scene, keys.EXERCISE_PAGE)
        scene.runner.judgement = judgement(Verdict.ACCEPTED)
        await scene.press("ctrl+r")
        await scene.sees("F8 Next")
        await shows_only_what_works(scene, keys.EXERCISE_PAGE)

    play(script, tmp_path)

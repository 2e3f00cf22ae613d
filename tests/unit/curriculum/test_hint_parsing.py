"""Hints come one at a time, whichever way the track writes its hints.md."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.curriculum.hints import parse_hints


def test_each_list_item_is_a_hint() -> None:
    assert parse_hints("# Hints\n\n## General\n\n- One.\n* Two.\n") == ("One.", "Two.")


def test_a_hint_is_led_by_its_task() -> None:
    assert parse_hints("## 2. Add up\n\n- Use `+`.\n") == ("**Add up**\n\nUse `+`.",)


def test_a_hint_keeps_its_further_lines_and_its_code() -> None:
    markdown = "- Look:\n\n  ```js\n  a + b\n  ```\n\n- Next.\n"
    assert parse_hints(markdown) == ("Look:\n\n```js\na + b\n```", "Next.")


def test_links_become_their_words_because_a_kiosk_is_never_online() -> None:
    markdown = "- Use [the sign][plus] or [this](https://example.org/x).\n\n[plus]: https://example.org/plus\n"
    assert parse_hints(markdown) == ("Use the sign or this.",)


def test_text_without_a_list_holds_no_hint() -> None:
    assert parse_hints("# Hints\n\nGood luck.\n") == ()
    assert parse_hints("") == ()


@given(st.text(alphabet=st.sampled_from("-*# []()1.:\nab"), max_size=200))
def test_whatever_the_text_there_is_no_empty_hint(markdown: str) -> None:
    assert all(parse_hints(markdown))

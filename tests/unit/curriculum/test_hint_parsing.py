"""Hints come one at a time, whichever way the track writes its hints.md."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.curriculum.hints import parse_hints
from kiosk_agent.tutor.text.prose import lines


def texts(markdown: str) -> list[str]:
    return ["".join(piece for piece, _ in line) for line in lines(markdown, 66)]


def test_each_list_item_is_a_hint() -> None:
    assert parse_hints("# Hints\n\n## General\n\n- One.\n* Two.\n") == ("One.", "Two.")


def test_a_hint_is_led_by_its_task() -> None:
    assert parse_hints("## 2. Add up\n\n- Use `+`.\n") == ("**Add up**\n\nUse `+`.",)


def test_a_hint_keeps_its_further_lines_and_its_code() -> None:
    markdown = "- Look:\n\n  ```js\n  a + b\n  ```\n\n- Next.\n"
    assert parse_hints(markdown) == ("Look:\n\n```js\na + b\n```", "Next.")


def test_links_become_their_words_because_a_kiosk_is_never_online() -> None:
    markdown = "- Use [the sign][plus] or [this](https://example.org/x).\n\n[plus]: https://example.org/plus\n"
    (hint,) = parse_hints(markdown)
    assert texts(hint) == ["Use the sign or this."]


def test_a_link_in_a_heading_is_one_in_each_of_its_hints() -> None:
    one, two = parse_hints("## 1. Use [`push`][push]\n\n- One.\n- Two.\n\n[push]: https://example.org\n")
    assert texts(one) == ["Use push", "", "One."]
    assert texts(two) == ["Use push", "", "Two."]


def test_code_that_looks_like_a_link_stays_as_it_is() -> None:
    assert parse_hints("- Try `grid[0][1]` or `f[a](b)`.") == ("Try `grid[0][1]` or `f[a](b)`.",)


def test_what_follows_a_list_belongs_to_its_last_hint() -> None:
    markdown = "- One.\n\n- Two.\n\n```text\n- no hint\n```\n\n## Next\n\nNo hint.\n\n- Three.\n"
    assert parse_hints(markdown) == ("One.", "Two.\n\n```text\n- no hint\n```", "**Next**\n\nThree.")


def test_a_list_within_a_hint_is_part_of_it() -> None:
    assert parse_hints("- Both:\n  - this\n  - that\n\n1. Next.") == ("Both:\n- this\n- that", "Next.")


def test_text_without_a_list_holds_no_hint() -> None:
    assert parse_hints("# Hints\n\nGood luck.\n") == ()
    assert parse_hints("") == ()


@given(st.text(alphabet=st.sampled_from("-*# []()1.:\nab"), max_size=200))
def test_whatever_the_text_there_is_no_empty_hint(markdown: str) -> None:
    assert all(parse_hints(markdown))

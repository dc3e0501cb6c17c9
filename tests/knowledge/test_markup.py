"""Links and images that Discord shows as they are written are found, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.knowledge.markup import shown_raw


def raw(text: str) -> list[str]:
    return [text[link.start : link.end] for link in shown_raw(text)]


@pytest.mark.parametrize(
    "text",
    [
        "[setup](../setup.md)",
        "[up](#top)",
        "[mail us](mailto:us@example.com)",
        "![a screen](https://example.com/a.png)",
        '[a (b)](a_(b).md "A title")',
        "[`code`](../code.md)",
        "[one [two]](three.md)",
        "![]( <x.png> )",
    ],
)
def test_what_discord_shows_in_brackets_is_found(text: str) -> None:
    assert raw(f"So: {text}, and [fine](https://example.com).") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "[setup](https://example.com/a_(b))",
        "[here](<http://example.com>)",
        "[a channel](discord://-/channels/1/2)",
        "`[setup](../setup.md)`",
        "``a ` [setup](../setup.md)``",
        "```md\n[setup](../setup.md)\n```",
        "~~~\n![x](y)\n```\n![x](y)",
        "values[0](x) and \\[not](one)",
        "[words] (aside), [x]",
    ],
)
def test_what_discord_shows_as_it_is_meant_is_left_alone(text: str) -> None:
    assert raw(text) == []


def test_an_image_in_a_link_is_one_of_them() -> None:
    assert raw("[![build](b.svg)](https://example.com/ci)") == []
    assert raw("[![build](b.svg)](../ci)") == ["[![build](b.svg)](../ci)"]


def test_code_that_is_never_closed_ends_with_the_text_and_long_text_is_read_in_no_time() -> None:
    assert raw("```\n[a](b)") == []
    for odd in (
        "[" * 3500,
        "[a](" * 900,
        "`" * 3500,
        "`" * 20_000,
        "`` ` " * 900,
        "```\n" * 900,
        "[a]((" * 700,
        "![" * 1800,
    ):
        assert raw(odd) == []

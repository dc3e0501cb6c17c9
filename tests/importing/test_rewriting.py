"""A web page's Markdown becomes what Discord shows, and what it cannot show is named."""

from __future__ import annotations

import pytest

from bot.importing.rewriting import definitions, for_discord

BASE = "https://example.com/docs/faq"


@pytest.mark.parametrize(
    ("text", "shown", "note"),
    [
        ("![a screen](https://x.example/a.png)", "[a screen](https://x.example/a.png)", "1 image was made a link"),
        ("![](https://x.example/a.png)", "https://x.example/a.png", "1 image was made a link"),
        ("[![ci](b.svg)](https://x.example)", "[ci](https://x.example)", "1 image was made a link"),
        (
            "[a](../b.md#c) and [d](/e)",
            "[a](https://example.com/b.md#c) and [d](https://example.com/e)",
            "2 relative",
        ),
        ("[a](#b)", "[a](https://example.com/docs/faq#b)", "1 relative link was completed"),
        ("![a](b.png)", "[a](https://example.com/docs/b.png)", "1 image was made a link"),
        ("a<br>b<br />\nc", "a\nb\nc", ""),
        ("#### More ####\nso", "**More**\nso", "1 heading was made bold"),
        ("##### Even **more**\n", "**Even more**\n", "1 heading was made bold"),
        ("## More {#more}\n", "## More\n", ""),
        ("so<!-- not\nthis --> and", "so and", "1 comment was left out"),
        (
            "press <kbd>a</kbd>",
            "press <kbd>a</kbd>",
            "HTML, which Discord shows as it is written: `<kbd>`, `</kbd>`",
        ),
        ("|a|b|\n|-|:-:|\n|1|2|", "|a|b|\n|-|:-:|\n|1|2|", "a table, which Discord shows as it is written"),
        ('!!! note "So"\n    x', '!!! note "So"\n    x', "marks of a web site"),
        ("<@1> <#2> <https://x.example> <Client>", "<@1> <#2> <https://x.example> <Client>", ""),
        ("a &amp; b&nbsp;&lt; c &#42; &hellip; &nosuch; &#7;", "a & b < c \\* … &nosuch; &#7;", ""),
        ("&lt;br&gt; is `&lt;br&gt;`", "<br> is `&lt;br&gt;`", ""),
        ("[a](https://x.example 'b')", "[a](https://x.example 'b')", ""),
        ("`![a](b)` `<br>`\n```\n#### x\n<!-- y -->\n```", "`![a](b)` `<br>`\n```\n#### x\n<!-- y -->\n```", ""),
    ],
)
def test_what_discord_cannot_show_is_rewritten_or_named(text: str, shown: str, note: str) -> None:
    answer, notes = for_discord(text, {}, BASE)
    assert answer == shown
    assert any(said.startswith(note) for said in notes) if note else not notes


def test_without_the_pages_address_relative_links_stay_and_are_named() -> None:
    text = "[a](b.md) ![c](d.png) [![ci](b.svg)](../ci)"
    answer, notes = for_discord(text, {})
    assert answer == text
    assert notes[-1] == (
        "no whole web address, so Discord shows it as it is written: `[a](b.md)`, `![c](d.png)`, `[![ci](b.svg)](../ci)`"
    )


@pytest.mark.parametrize(
    "odd", ["`", " ", "[", "![", "|-", "[a](", "<!--", "_a", "``` ", "[a][b]", "#", "<br ", "-"]
)
def test_long_text_is_read_in_no_time(odd: str) -> None:
    assert for_discord("x" + odd * 9000, {}, BASE)[0]


def test_what_is_no_address_at_all_stays() -> None:
    assert for_discord("[a](//[b)", {}, BASE)[0] == "[a](//[b)"


def test_references_get_their_targets() -> None:
    targets = {"a b": "https://x.example", "c": "d.png"}
    text = "[one][A  B] [a b][] [A b] ![two][c] [c](e) `[a b]` [x]"
    assert for_discord(text, targets, BASE)[0] == (
        "[one](https://x.example) [a b](https://x.example) [A b](https://x.example)"
        " [two](https://example.com/docs/d.png) [c](https://example.com/docs/e) `[a b]` [x]"
    )


@pytest.mark.parametrize(
    "line",
    [
        "#### a" + " " * 6000 + "b",
        "## a" + " " * 6000 + "{#b",
        "[" + "[a](b)" * 6000,
        "[a](" + " " * 6000 + "b" + " " * 6000 + "c",
        "[a]:" + " " * 6000 + "b" + " " * 6000 + "c",
        "[a]: b " + "(" * 6000 + "b",
    ],
    ids=lambda line: line[:6],
)
def test_a_line_that_nearly_is_something_thousands_of_times_is_read_as_fast_as_any(line: str) -> None:
    lines, targets = definitions(line)
    assert (lines, targets) == ([line], {})
    text, _ = for_discord(line, {})
    assert text.replace("**", "").replace("#### ", "") == line.replace("#### ", "")

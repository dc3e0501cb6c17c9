"""Discord's Markdown as HTML: what people meant is seen, what they wrote is never run, and nothing is lost."""

from __future__ import annotations

import re
from datetime import UTC
from html import unescape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tickets.transcripts.markup import Sight, rendered
from tests.tickets.transcripts.hostile import ALL

SIGHT = Sight({"<@5>": "Ann", "<@&6>": "Staff", "<#7>": "help"}, UTC)
SAFE = {"p", "em", "strong", "u", "s", "span", "code", "pre", "blockquote", "div", "bdi"}
SAFE_ATTRIBUTES = {"class", "dir", "tabindex"}


class Seen(HTMLParser):
    """Fails for whatever is no plain formatting, and for what is not closed in its order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SAFE
        assert {name for name, _ in attrs} <= SAFE_ATTRIBUTES
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def seen(text: str) -> str:
    """What a reader sees of it."""
    parser = Seen()
    parser.feed(rendered(text, SIGHT))
    parser.close()
    assert parser.open == []
    return parser.text


def line(text: str) -> str:
    """The HTML of one paragraph, without that."""
    html = str(rendered(text, SIGHT))
    assert html.startswith('<p dir="auto">')
    return html.removeprefix('<p dir="auto">').removesuffix("</p>")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**a** *b* _c_ __d__ ~~e~~", "<strong>a</strong> <em>b</em> <em>c</em> <u>d</u> <s>e</s>"),
        ("***a***", "<strong><em>a</em></strong>"),
        ("*a **b***", "<em>a <strong>b</strong></em>"),
        ("||a *b*||", '<span class="spoiler" tabindex="0">a <em>b</em></span>'),
        ("**open *and", "**open *and"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("**** |||| ~~~~", "**** |||| ~~~~"),
        ("`**a**` ``b`c`` `d", "<code>**a**</code> <code>b`c</code> `d"),
        (r"\*a\* \<@5>", "*a* &lt;@5&gt;"),
        ("a\nb", "a\nb"),
        (
            "<@5> <@!5>",
            '<span class="mention">@<bdi>Ann</bdi></span> <span class="mention">@<bdi>Ann</bdi></span>',
        ),
        (
            "<@&6> <#7>",
            '<span class="mention">@<bdi>Staff</bdi></span> <span class="mention">#<bdi>help</bdi></span>',
        ),
        ("<@99>", '<span class="mention">@<bdi>99</bdi></span>'),
        ("<a:wave:8>", '<span class="emoji">:wave:</span>'),
        ("<t:86399:R>", '<span class="time">1970-01-01 23:59</span>'),
        ("<t:9999999999999>", "&lt;t:9999999999999&gt;"),
        ("</ticket open:5>", '<span class="mention">/ticket open</span>'),
        ("(https://a.example/b).", '(<span class="address">https://a.example/b</span>).'),
        ("[here](https://a.example)", 'here (<span class="address">https://a.example</span>)'),
        ("[here](javascript:alert(1))", "[here](javascript:alert(1))"),
    ],
)
def test_a_line_says_what_it_says_in_discord(written: str, shown: str) -> None:
    assert line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\n> b\n> c\nd", "<p>a</p><blockquote><p>b\nc</p></blockquote><p>d</p>"),
        (">>> a\n\nb", "<blockquote><p>a\n\nb</p></blockquote>"),
        ("> > a", "<blockquote><p>&gt; a</p></blockquote>"),
        ("see ```py\nx = '<b>'\n``` so", "<p>see </p><pre><code>x = &#x27;&lt;b&gt;&#x27;</code></pre><p> so</p>"),
        ("```ansi\n\x1b[31mred\x1b[0m```", "<pre><code>red</code></pre>"),
        ("```a", "<p>```a</p>"),
        ("``````", "<p>``````</p>"),
        ("# a\n-# b", '<div class="h3">a</div><div class="small">b</div>'),
        (
            "- a\n  - b\n1. c",
            '<div class="item in0">• a</div><div class="item in1">• b</div><div class="item in0">1. c</div>',
        ),
        ("#a\n-b", "<p>#a\n-b</p>"),
    ],
)
def test_lines_and_blocks_stand_as_they_stand_in_discord(written: str, shown: str) -> None:
    assert str(rendered(written, SIGHT)).replace(' dir="auto"', "") == shown


@pytest.mark.parametrize("written", ALL)
def test_nothing_that_somebody_writes_is_more_than_text(written: str) -> None:
    seen(written)
    assert "<" in written or seen(written)


SIGNS = st.text(st.sampled_from("*_~|`<>@#:[]()\\/-.! \n1ab&\"'"), max_size=40)


@settings(max_examples=40)
@given(SIGNS | st.text(max_size=40))
def test_whatever_is_written_is_seen_and_closed_in_order(written: str) -> None:
    kept = re.sub(r"[^a-b1]", "", unescape(seen(written)))
    assert kept == re.sub(r"[^a-b1]", "", written) or "```" in written or re.search(r"<[a@#:/t\\]", written)


@pytest.mark.parametrize(
    "part",
    ["*", "**a ", "_a", "*a _b ", "||", "~~ ", "`", "` `` ", "``` ", "```\n", "[", "[a](http://", "<@", "<t:", "> ",
     "> >\n", ">>> ", "- ", "- a\n", "#", "\\", "https://", "<:a", "</a"],
)  # fmt: skip
def test_hostile_nesting_takes_no_longer_than_its_length(part: str) -> None:
    text = part * (20_000 // len(part))
    before = process_time()
    rendered(text, SIGHT)
    assert process_time() - before < 1, "a linear pass takes a tenth of that"

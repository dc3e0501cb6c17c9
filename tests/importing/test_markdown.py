"""A page of questions becomes its entries, whatever its author has made headings of."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.found import Source
from bot.importing.markdown import from_markdown


def read(text: str) -> Source:
    return from_markdown(dedent(text), "our-faq")


def entries(text: str) -> dict[str, str]:
    return {one.title: one.answer.strip() for one in read(text).found}


def test_headings_that_ask_are_the_questions_and_those_above_are_topics() -> None:
    source = read("""\
        # Our FAQ

        Read this first.

        - [Money](#money)
        - [Mail](#mail)

        ## Table of contents
        1. [Can I pay by card?](#card)

        ## Money
        ### Can I pay by card?
        Yes.

        #### Which cards?
        All.
        ### Do you refund?
        We do.
        ## Mail
        All of it.
        ### How to add a mailbox
        Press **Add**.
        """)
    assert source.category == "Our FAQ"
    assert [(one.line, one.topic, one.title) for one in source.found] == [
        (12, "Money", "Can I pay by card?"),
        (17, "Money", "Do you refund?"),
        (21, "Mail", "How to add a mailbox"),
    ]
    assert [one.answer.split() for one in source.found] == [
        ["Yes.", "**Which", "cards?**", "All."],
        ["We", "do."],
        ["Press", "**Add**."],
    ]
    assert source.notes == (
        (3, "stands under no question, and was left out: “Read this first. - [Money](#money) - [Mail](#mail)”"),
        (20, "stands under no question, and was left out: “All of it.”"),
    )


def test_where_none_asks_the_highest_level_with_texts_holds_the_questions() -> None:
    text = """\
        # Help
        ## Setting up
        ### Windows
        Install it.
        ### Linux
        Use the package.
        #### Debian
        That too.
        ## Removing
        Delete it.
        """
    assert entries(text) == {
        "Windows": "Install it.",
        "Linux": "Use the package.\n**Debian**\nThat too.",
        "Removing": "Delete it.",
    }
    assert read(text).found[2].topic == ""
    assert entries("# Refunds\nAsk us.\n\nSoon.") == {"Refunds": "Ask us.\n\nSoon."}
    assert entries("# A\nOne.\n# B\nTwo.\n## C\nThree.") == {"A": "One.", "B": "Two.\n## C\nThree."}


def test_a_level_of_which_not_most_have_a_text_holds_topics() -> None:
    text = "## One\n### a\nx\n## Two\nSome.\n### b\ny\n## Three\nMore.\n### c\nz\n## Four\n### d\nw"
    assert [(one.topic, one.title) for one in read(text).found] == [
        ("One", "a"),
        ("Two", "b"),
        ("Three", "c"),
        ("Four", "d"),
    ]


def test_a_question_with_questions_below_it_is_an_entry_and_their_topic() -> None:
    source = read("""\
        ## Is it safe?
        Yes.
        ### Is it fast?
        Yes too.
        ### Is it small?
        Very.
        """)
    assert [one.title for one in source.found] == ["Is it safe?", "Is it fast?", "Is it small?"]
    assert [one.answer.strip() for one in source.found] == ["Yes.", "Yes too.", "Very."]


def test_a_question_that_skips_a_level_is_one_too() -> None:
    text = "# FAQ\n#### What is it?\nA bot.\n## How much?\nNothing.\n## Who is it for?\nYou.\n"
    assert entries(text) == {"What is it?": "A bot.", "How much?": "Nothing.", "Who is it for?": "You."}


def test_code_and_comments_hold_no_headings() -> None:
    answer = "```sh\n# Is this one?\n~~~\n```\n~~~~md\n## Or this?\n~~~\n## Not yet\n~~~~\n    # Nor this?"
    commented = "<!--\n## Nor that?\n-->"
    assert entries(f"## What is it?\n{answer}\n{commented}\n## Next?\nx") == {"What is it?": answer, "Next?": "x"}
    assert entries("## Open?\n```\n## No?\n") == {"Open?": "```\n## No?"}


def test_underlined_lines_are_headings_where_they_are_paragraphs() -> None:
    text = """\
        Our FAQ
        =======

        What is it?
        -----------
        A bot.

        | a | b |
        |---|---|

        - a list
        ---
        Who made it?
        ---
        We did.
        """
    assert list(entries(text)) == ["What is it?", "Who made it?"]
    assert read(text).category == "Our FAQ"


def test_folded_questions_are_entries_and_what_stands_beside_them_is_named() -> None:
    source = read("""\
        # FAQ
        <details>
        <summary><b>Is it free?</b></summary>

        Yes.
        </details>
        <details><summary>
          Is it open?
        </summary> It is.</details> Really.
        """)
    assert [(one.line, one.title, one.answer.strip()) for one in source.found] == [
        (3, "Is it free?", "Yes."),
        (7, "Is it open?", "It is."),
    ]
    assert source.notes == ((9, "stands under no question, and was left out: “Really.”"),)


def test_what_is_folded_within_an_answer_stays_there() -> None:
    source = read("## Why?\nSo.\n<details><summary>More?</summary>\n\nSo too.\n</details>\n\n## Who?\nWe.")
    assert [one.title for one in source.found] == ["Why?", "Who?"]
    assert "So too." in source.found[0].answer
    assert source.found[0].notes == (
        "HTML, which Discord shows as it is written: `<details>`, `<summary>`, `</summary>`, `</details>`",
    )


@pytest.mark.parametrize(
    "text",
    [
        "# FAQ\n\n**What is it?**\n\nA bot.\n\n**Who made it?**\nWe.",
        "***Q***: What is it?\n\n***A***: A bot.\n\n***Q***: Who made it?\n\n***A***: We.",
        "Q: What is it?\nA: A bot.\n\nQ2. Who made it?\nA. We.",
        "**Q: What is it?**\n\n**A:** A bot.\n\n**Q: Who made it?**\n\nA: We.",
        "## 1. What is it?\n\nA bot.\n## 2) Who made it? {#who}\n\nWe.\n",
        "## [What is it?](#what)\n\nA bot.\n## **Who made it?** ##\n\nWe.\n",
        "**What is it?**\nA bot.\n**Who made it?**\nWe.",
        "Q: What is it?\nA: A bot.\nQ: Who made it?\nA: We.",
        "1. **What is it?**\n   A bot.\n2. **Who made it?**\n\n   We.",
        "- **What is it?**\n\n  A bot.\n- **Who made it?**\n  We.",
        "## <a name='what'></a>What is `it`?\n\nA bot.\n## Who _made_ it? {: #who .x}\n\nWe.\n",
    ],
)
def test_questions_are_found_however_they_are_marked(text: str) -> None:
    assert entries(text) == {"What is it?": "A bot.", "Who made it?": "We."}


def test_the_answer_to_a_question_in_a_list_is_indented_no_more() -> None:
    assert entries("1. **Why?**\n   So.\n   - a\n     - b\n") == {"Why?": "So.\n- a\n  - b"}


def test_a_heading_within_the_answer_to_a_line_in_bold_is_no_question() -> None:
    text = "## Moving\n**How do I move?**\n### First\nPack.\n### Then\nGo.\n## Staying\n**May I stay?**\nYes."
    assert entries(text) == {"How do I move?": "### First\nPack.\n### Then\nGo.", "May I stay?": "Yes."}


def test_a_text_without_headings_is_one_entry_with_the_name_of_its_file() -> None:
    source = read("Just **ask**.\n\n**Now**\nAsk.")
    assert source.is_single
    assert [(one.title, one.line) for one in source.found] == [("our faq", 1)]


def test_a_question_without_a_text_is_found_without_one() -> None:
    assert entries("## What is it?\n## Who made it?\nWe.") == {"What is it?": "", "Who made it?": "We."}


def test_targets_that_are_defined_anywhere_are_put_into_the_links() -> None:
    text = "## A?\nSee [this page][page], [Page] or `[page]`.\n## B?\n[x][gone]\n\n[page]: https://example.com/a\n"
    source = read(text)
    assert source.found[0].answer.strip() == (
        "See [this page](https://example.com/a), [Page](https://example.com/a) or `[page]`."
    )
    assert source.found[1].answer.strip() == "[x][gone]"
    assert source.found[1].notes == ("links whose target stands nowhere in the file: `[x][gone]`",)
    assert source.notes == ()


PIECES = "# |## |### |Why?|word|```|<details>|<summary>|</summary>|</details>|**|---|===|<!--|-->|[a]: b\n|[a]|Q: |- |    "
pieces = st.sampled_from([*PIECES.split("|"), "\n", "\n\n"])


@given(st.lists(pieces, max_size=40).map("".join))
def test_whatever_is_written_no_line_is_lost(text: str) -> None:
    source = read(text)
    words = sum(one.title.count("word") + one.answer.count("word") for one in source.found) + len(source.notes)
    assert words >= ("word" in text.split("<!--")[0])
    assert all(1 <= one.line <= text.count("\n") + 1 for one in source.found)

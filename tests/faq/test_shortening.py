"""What a channel is shown of an answer: enough to be understood, and never half a list or half a block of code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Show
from bot.faq.shortening import LONG, first_paragraph, shortened

FIRST = "We take cards of all the usual kinds, and direct debit from all countries of the euro; nothing else."
SECOND = "Somebody who pays once a year may also ask for an invoice."
CODE = "```\nv=spf1\n\n- all\n```"


def test_the_setting_decides_and_without_one_the_length() -> None:
    short, long = f"{FIRST}\n\n{SECOND}", f"{FIRST}\n\n{SECOND * LONG}"
    assert [shortened(short, show) for show in (None, Show.WHOLE, Show.FIRST_PARAGRAPH)] == [short, short, FIRST]
    assert [shortened(long, show) for show in (None, Show.WHOLE, Show.FIRST_PARAGRAPH)] == [FIRST, long, FIRST]
    edge = f"{FIRST}\n\n".ljust(LONG, "x")
    assert (shortened(edge, None), shortened(f"{edge}x", None)) == (edge, FIRST)


@pytest.mark.parametrize(
    ("needed", "rest"),
    [
        (f"{FIRST}", f"{SECOND}\n\nmore"),
        (f"{FIRST} So do this:\n\n1. one\n2. two", SECOND),
        (f"{FIRST} **So do this:**\n\n{CODE}", SECOND),
        (f"{FIRST}次のように：\n\n{CODE}", SECOND),
        (f"{FIRST}\n{CODE}", SECOND),
        (f"{CODE}\n\n{FIRST}", SECOND),
        (f"1. {FIRST}\n\n2. {FIRST}\n\n   {FIRST}\n\n3) {FIRST}", SECOND),
        (f"- {FIRST}\n\n- {FIRST}", SECOND),
        (f"# Paying\n\n{FIRST}", SECOND),
        (f"**Paying**\n\n{FIRST}", SECOND),
        (f"Yes.\n\n{FIRST}", SECOND),
        (f"{FIRST}\nGo on. 2.5 of them", f"- {SECOND}"),
        (f"**Phone**\n1. {FIRST}", f"**Computer**\n1. {FIRST}"),
    ],
)
def test_the_first_paragraph_brings_what_it_needs(needed: str, rest: str) -> None:
    assert first_paragraph(f"{needed}\n\n{rest}") == needed
    assert first_paragraph(f"{needed}\n") == f"{needed}\n"


def test_code_without_an_end_is_not_cut() -> None:
    answer = f"{FIRST}\n```\nv=spf1\n\n{SECOND}"
    assert first_paragraph(answer) == answer


@given(st.text(alphabet="ab:`#*1.- \n\t", max_size=300))
def test_it_is_the_beginning_of_the_answer_and_cuts_no_code(answer: str) -> None:
    shown = first_paragraph(answer)
    if shown != answer:
        assert shown.strip()
        assert shown.split() == answer.split()[: len(shown.split())]
        assert shown.count("```") % 2 == 0

"""Whether somebody has answered, by the lines that follow a question."""

from __future__ import annotations

import pytest

from bot.routing.answered import Said, is_answered

ANN, BOB, CAT = 1, 2, 3
ASKED = (10, 11)


def said(author: int, text: str, *, to: int | None = None, mentions: tuple[int, ...] = ()) -> Said:
    said.last += 1  # type: ignore[attr-defined]
    return Said(said.last, author, text, to, frozenset(mentions))  # type: ignore[attr-defined]


said.last = 20  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lines", "in_channel", "in_own_place"),
    [
        ([], False, False),
        ([said(ANN, "please")], False, False),
        ([said(BOB, "press the red button")], True, True),
        ([said(BOB, "me too")], False, False),
        ([said(BOB, "press the red button", to=10)], True, True),
        ([said(BOB, "which oven is it?", to=11)], True, True),
        ([said(BOB, "me too", to=10)], False, False),
        ([said(BOB, "press the red button", to=99)], False, True),
        ([said(BOB, "press it", mentions=(CAT,))], False, True),
        ([said(BOB, "press it", mentions=(CAT, ANN))], True, True),
        ([said(BOB, "how do i cook rice?"), said(CAT, "in water")], False, True),
        ([said(BOB, "how do i cook rice?"), said(CAT, "in the oven", to=10)], True, True),
        ([said(BOB, "")], True, True),
    ],
)
def test_somebody_else_has_to_speak_to_the_asker(lines: list[Said], in_channel: bool, in_own_place: bool) -> None:
    assert is_answered(ANN, ASKED, lines, is_own_place=False) is in_channel
    assert is_answered(ANN, ASKED, lines, is_own_place=True) is in_own_place


def test_a_reply_to_what_the_asker_added_answers_too() -> None:
    more = said(ANN, "it is the old one")
    lines = [said(BOB, "how do i cook rice?"), more, said(CAT, "turn it off", to=more.message_id)]
    assert is_answered(ANN, ASKED, lines, is_own_place=False)

"""Whether somebody has answered, by the lines that follow a question."""

from __future__ import annotations

import pytest

from bot.routing.answered import Said, Seen, seen
from tests.services import NOON

ANN, BOB, CAT = 1, 2, 3
ASKED = (10, 11)


def said(author: int, text: str, *, to: int | None = None, mentions: tuple[int, ...] = ()) -> Said:
    said.last += 1  # type: ignore[attr-defined]
    return Said(said.last, author, text, NOON, to, frozenset(mentions))  # type: ignore[attr-defined]


said.last = 20  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lines", "in_channel", "in_own_place"),
    [
        ([], False, False),
        ([said(ANN, "please")], False, False),
        ([said(BOB, "press the red button twice")], True, True),
        ([said(BOB, "`sudo reboot`")], True, True),
        ([said(BOB, "press it")], None, None),
        ([said(BOB, "what did the oven show on its display?")], False, None),
        ([said(BOB, "press it"), said(ANN, "thanks, that worked")], True, True),
        ([said(ANN, "thanks"), said(BOB, "press it")], None, None),
        ([said(BOB, "me too")], False, False),
        ([said(BOB, "press the red button", to=10)], True, True),
        ([said(BOB, "which oven is it?", to=11)], True, True),
        ([said(BOB, "me too", to=10)], False, False),
        ([said(BOB, "press the red button", to=99)], False, None),
        ([said(BOB, "press it", to=11)], True, True),
        ([said(BOB, "lol", to=11)], False, False),
        ([said(BOB, "press it", mentions=(CAT,))], False, None),
        ([said(BOB, "press it", mentions=(CAT, ANN))], True, True),
        ([said(BOB, "how do i cook rice?"), said(CAT, "in three times as much water")], False, True),
        ([said(BOB, "how do i cook rice?"), said(CAT, "in the oven", to=10)], True, True),
        ([said(BOB, "")], True, True),
    ],
)
def test_somebody_else_has_to_speak_to_the_asker(
    lines: list[Said], in_channel: bool | None, in_own_place: bool | None
) -> None:
    """None is what only looks like an answer."""
    for is_own_place, expected in ((False, in_channel), (True, in_own_place)):
        found = seen(ANN, ASKED, lines, is_own_place=is_own_place)
        assert found == Seen(expected is True, (NOON,) if expected is None else ())


def test_a_reply_to_what_the_asker_added_answers_too() -> None:
    more = said(ANN, "it is the old one")
    lines = [said(BOB, "how do i cook rice?"), more, said(CAT, "turn it off", to=more.message_id)]
    assert seen(ANN, ASKED, lines, is_own_place=False).is_answered

"""Whether an asker says that they were helped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.matching.helped import thanks_for_help


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "Thanks!",
        "thank you so much",
        "thx <@123456789012345678>",
        "thanks <@1> <@2> <@3> <@4> <@5> <@6> <@7> <@8> <@9> <@10>",
        "that worked",
        "That worked, thank you!",
        "it works now",
        "Thanks, it was the port.",
        "thanks! I had two records in there",
        "ah, that fixed it, I was on the wrong page",
        "> did you restart it?\nyes, that fixed it",
        "Danke!",
        "vielen Dank, das hat geklappt",
        "Danke. Es war der falsche Port.",
        "jetzt geht es",
        "super, danke dir",
        "nochmals vielen Dank",
    ],
)
def test_who_says_so_was_helped(text: str) -> None:
    assert thanks_for_help(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "great",
        "ok. wonderful",
        "thanks, i'll read that",
        "no thanks <@123456789012345678>",
        "no, thanks",
        "nein danke",
        "thanks in advance",
        "Thanks in advance!",
        "danke im Voraus",
        "danke schon mal vorab",
        "`thanks`",
        "```\nthanks\n```",
        "```\nthanks",
        "> thanks",
        ">>> that worked\nthanks",
        'he wrote "thanks"',
        'he only wrote "that worked."',
        "„danke“",
        "thanks, but it still fails",
        "thanks, that did not work",
        "thanks for nothing",
        "thanks, i'll try that later",
        "thanks. and how do i undo it?",
        "Danke, aber es geht noch nicht",
        "danke, ich versuche es morgen",
        "it worked for a day",
        "does it work now?",
        "how do i write a thank you note",
        "thanks " * 100,
    ],
)
def test_who_says_something_else_was_not(text: str) -> None:
    assert not thanks_for_help(text)


CHAT = Path(__file__).parents[3] / "shared" / "matching" / "chatnoise" / "queries_dev.jsonl"


@pytest.mark.skipif(not CHAT.exists(), reason="the sets of real chat are not beside this checkout")
def test_of_real_chat_only_thanks_are_taken_for_thanks() -> None:
    """All of them were read: 44 of 4,000 lines, each of which says thanks, or that it works."""
    lines = [json.loads(line)["text"] for line in CHAT.read_text(encoding="utf-8").splitlines()]
    assert sum(map(thanks_for_help, lines)) <= len(lines) * 0.012

"""Which messages are enough of an answer."""

from __future__ import annotations

import pytest

from bot.matching.qualifying import qualifies


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20,
        "Look under Settings, Display",
        "`spf -v`",
        "```\nv=spf1\n```",
        "https://example.org",
        "see http://docs.example.org/spf",
        "einstellungen → anzeige prüfen",
    ],
)
def test_what_says_or_brings_something_is_enough(text: str) -> None:
    assert qualifies(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "a" * 19,
        " ".join("a" * 19),
        "\u200b" * 40,
        "me too\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
        "<@123456789012345678> yes",
        "<:thumbs_up_and_more:123456789012345678>",
        "``",
        "` `",
        "``` \n ```",
        "https://",
    ],
)
def test_what_says_next_to_nothing_is_not(text: str) -> None:
    assert not qualifies(text)


def test_a_file_is_enough() -> None:
    assert qualifies("", has_file=True)

"""Who only says thanks, in English and in German, and who says more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.thanks import is_thanks


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "Thank you so much",
        "that worked",
        "merci",
        "perfect, fixed it",
        "ty",
        "Thanks for your quick help, it's working now",
        "great, have a nice day",
        "Danke!",
        "Dankeschön",
        "Vielen Dank für die schnelle Hilfe",
        "super, läuft wieder, danke euch",
        "Hat geklappt, merci",
        "Jetzt funktioniert es, danke",
        "Herzlichen Dank und einen schönen Tag",
        "gelöst, danke dir",
        "👍",
        "👍🏽",
        "❤️",
        "danke 🙏",
        "Thanks 🎉🎉",
    ],
)
def test_thanks_are_recognised(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "...",
        "it is not fixed",
        "that did not work, thanks",
        "it doesn't work thanks",
        "thanks, but what about dkim?",
        "thanks but this is a very long story about how i tried everything",
        "thanks, but it came back",
        "thanks, the mail bounces since yesterday",
        "it worked until noon",
        "works on the phone only",
        "thanks?",
        "thanks i have a problem",
        "still broken",
        "sorry this is NOT solved",
        "Danke, geht aber nicht",
        "danke, leider wieder kaputt",
        "Das hat nicht geholfen",
        "läuft immer noch nicht",
        "danke, aber nur am Handy",
        "jetzt geht gar nichts mehr, danke",
        "Perfekt wäre, wenn es ginge",
        "thanks 👎",
        "👎",
        "😡",
        "1 👍",
        "thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks thanks",
    ],
)
def test_doubt_questions_and_news_are_no_thanks(text: str) -> None:
    assert not is_thanks(text)


@given(st.text())
def test_any_text_is_thanks_or_not(text: str) -> None:
    assert is_thanks(text) in (True, False)


@given(st.sampled_from(["thanks", "vielen Dank", "works now", "👍"]), st.text("aäbcdefgxyzß ", min_size=1))
def test_thanks_with_words_that_nobody_knows_are_no_thanks(thanks: str, more: str) -> None:
    unknown = f"{thanks} q{more.replace(' ', 'q')}q"
    assert not is_thanks(unknown)

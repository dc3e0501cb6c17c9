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
        "Thanks Sam!",
        "Thank you, Sam. It works now",
        "Danke Jörg",
        "ok cool, thanks a lot :)",
        "Yes, it works now. Thank you!",
        "that did the trick - cheers",
        "thanks <@1456074443980800013>, it’s all good now",
        "my problem is solved",
        "thank you soooo much",
        "Ja, geht wieder, danke!",
        "Jetzt läuft alles wieder einwandfrei",
        "hat super geklappt",
        "Das Problem ist behoben, vielen Dank euch",
        "Hat sich erledigt",
        "Alles klar, danke, schönes Wochenende",
        "Danke für die Geduld und liebe Grüße",
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
        "Thanks But",
        "Thanks Nothing works",
        "Danke Trotzdem",
        "thanks nothing",
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
        "It worked for one day.",
        "It worked the one time.",
        "It worked again for a day",
        "it worked again",
        "is it fixed now",
        "was it solved",
        "is it working now",
        "it was fixed",
        "geht das jetzt",
        "geht das nochmal",
        "funktioniert es jetzt",
        "ist das behoben",
        "ist alles gut",
        "hat es geklappt",
        "es war behoben, jetzt wieder",
        "thanks it is as it was",
        "danke, und jetzt alles nochmal",
        "thanks :(",
        "danke ;(",
        "thanks 🙁",
        "it worked https://x.example/e.png",
        "thanks `error`",
        "> it works now\nthanks",
        "thanks in advance",
        "danke im Voraus",
        "danke schon mal",
        "danke für nichts",
        "thanks for nothing",
        "yes thanks",
        "ja, danke",
        "nein danke",
        "no thanks",
        "ok",
        "hello",
        "it works, sort of",
        "thanks @everyone",
        "works 2 of 3 times",
        "thanks (not)",
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

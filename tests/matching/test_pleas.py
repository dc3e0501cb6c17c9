"""Who says that an answer did not help, who wants a person, and who says something else, in English and in German."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.matching.pleas import answers_nobody, asks_nothing, is_no_help, wants_people
from bot.matching.qualifying import qualifies
from bot.matching.thanks import is_thanks

NO_HELP = [
    "that does not work",
    "That doesn't work.",
    "doesnt work",
    "it still doesn't work for me",
    "This didn't help",
    "did not help at all, sorry",
    "no that didn't work",
    "thanks, but that does not work",
    "still not working 😕",
    "not working",
    "nope, same problem",
    "it's still broken",
    "no luck",
    "I already tried that",
    "tried that already",
    "I've already done that, still need help",
    "I'm still stuck",
    "that's not what I asked",
    "not helpful",
    "none of that helped",
    "hi, it does not work, please help",
    "Didn't help :(",
    "this didn't solve my problem",
    "that didn't fix my issue",
    "I did that and it doesn't work",
    "no it doesn't",
    "that doesn't answer my question",
    "Das funktioniert nicht",
    "das hat mein Problem leider nicht gelöst",
    "beantwortet meine Frage nicht",
    "geht leider immer noch nicht",
    "Das hat leider nicht geholfen.",
    "hat nicht funktioniert",
    "hilft mir nicht weiter",
    "nein, klappt so nicht",
    "Das bringt nichts",
    "hab ich schon probiert",
    "das habe ich bereits versucht, brauche noch Hilfe",
    "immer noch dasselbe Problem",
    "das ist nicht meine Frage",
    "danke, aber das hilft nicht",
]
WANTS_PEOPLE = [
    "human please",
    "Human!",
    "agent",
    "AGENT PLEASE",
    "a real person please",
    "talk to a person",
    "I want to talk to a human",
    "i need a human",
    "can I speak with an agent?",
    "Could I please talk to someone from support?",
    "hi, can i talk to a real person",
    "let me speak to a representative",
    "connect me to an agent",
    "is there a human here?",
    "no bot, human please",
    "how do i talk to support",
    "live agent",
    "<@1456074443980800013> human please",
    "support please",
    "staff please",
    "can i talk to someone",
    "Mensch bitte",
    "Support bitte",
    "bitte einen Menschen",
    "ich möchte mit einem Menschen sprechen",
    "Kann ich bitte mit einem Mitarbeiter reden?",
    "ich will mit jemandem vom Support sprechen",
    "mit einer echten Person chatten",
    "ich brauche einen Menschen",
    "kein Bot, Mensch bitte",
    "Hallo, gibt es hier einen Menschen?",
]
NOTHING = [
    "",
    "  ",
    "<@42>",
    "<@42>?",
    "!!",
    "hello",
    "hi there",
    "<@42> help",
    "help me please",
    "Hallo, brauche Hilfe",
]
SOMETHING_ELSE = [
    "the agent told me to reset it",
    "the agent told me that it does not work",
    "a human answered me yesterday",
    "I talked to a person and they said no",
    "how do i write to someone",
    "how can i chat with people",
    "can i chat with people",
    "can i write to someone",
    "can i chat with team",
    "how do i talk to people",
    "it does",
    "i did that",
    "how do i add a person",
    "can i have a team",
    "i want a team",
    "i need people in my workspace",
    "how do i create an agent",
    "support",
    "people",
    "my agent does not start",
    "the agents are great",
    "is there a human readable export",
    "that does not work, how do i export my contacts",
    "that does not work. where is the button?",
    "it does not work on the phone",
    "does that not work?",
    "does it not work",
    "it works",
    "it did help",
    "the export does not work",
    "not only that",
    "i did that and now the mail bounces",
    "it doesn't work because i have no invoice",
    "Der Mitarbeiter hat gesagt, es geht nicht",
    "geht das nicht",
    "geht es nicht",
    "das geht",
    "das funktioniert nicht, wo finde ich die Rechnung",
    "wie füge ich eine Person hinzu",
    "ich brauche Support für mein Handy",
    "menschen sind toll",
    "how do i set up spf",
    "help me set up spf",
    "hello, how do i set up spf",
    "a b c d e f g h i j k l m n o p q",
]
THANKS = [
    "thanks!",
    "that worked",
    "Vielen Dank",
    "it works now",
    "hat geklappt, danke",
    "it is fixed",
    "thank you, Sam",
]


@pytest.mark.parametrize("text", NO_HELP)
def test_that_it_did_not_help_is_heard(text: str) -> None:
    assert is_no_help(text)
    assert not wants_people(text)


@pytest.mark.parametrize("text", WANTS_PEOPLE)
def test_who_wants_a_person_is_heard(text: str) -> None:
    assert wants_people(text)
    assert not is_no_help(text)


@pytest.mark.parametrize("text", NOTHING)
def test_who_only_calls_is_heard(text: str) -> None:
    assert asks_nothing(text)
    assert not is_no_help(text)
    assert not wants_people(text)


@pytest.mark.parametrize("text", [*SOMETHING_ELSE, *THANKS])
def test_news_questions_and_thanks_are_no_pleas(text: str) -> None:
    assert not is_no_help(text)
    assert not wants_people(text)
    assert not asks_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        *NO_HELP,
        *WANTS_PEOPLE,
        *THANKS,
        "me neither",
        "same here",
        "+1",
        "ich auch nicht",
        "<@42>",
        "thank you, helped me too",
    ],
)
def test_none_of_it_is_an_answer_to_who_asked(text: str) -> None:
    assert answers_nobody(text)


BESIDE = [
    "lol",
    "hmm",
    "🤔",
    "?",
    "bump",
    "following",
    "no idea sorry",
    "interesting question",
    "good morning everybody",
    "brb coffee",
    "I would like to know that too",
    "haha, good question!",
    "i don't know either",
    "hope you find it soon",
    "any news?",
    "https://tenor.com/view/cat-1234",
    "keine Ahnung, sorry",
    "gute Frage",
    "weiß ich leider auch nicht",
    "das würde mich auch interessieren",
    "guten Morgen zusammen",
    "bin gleich wieder da",
    "hoch",
]
"""Said beside a question, in English and German."""


@pytest.mark.parametrize("text", BESIDE)
def test_what_is_said_beside_a_question_answers_nobody(text: str) -> None:
    assert answers_nobody(text)


CHAT = Path(__file__).parents[3] / "shared" / "matching" / "chatnoise" / "queries_dev.jsonl"


@pytest.mark.skipif(not CHAT.exists(), reason="the sets of real chat are not beside this checkout")
def test_of_real_chat_little_that_says_enough_is_taken_for_said_beside() -> None:
    """Hardly a line of technical chat that could be awarded is thought to be none."""
    lines = [json.loads(line)["text"] for line in CHAT.read_text(encoding="utf-8").splitlines()]
    enough = [line for line in lines if qualifies(line)]
    assert sum(map(answers_nobody, enough)) <= len(enough) * 0.015


@pytest.mark.parametrize(
    "text", ["42", "press f5", "no idea why, but pressing the red button helps", "sudo reboot"]
)
def test_what_is_short_may_still_help(text: str) -> None:
    assert not answers_nobody(text)


@pytest.mark.parametrize("text", ["", "same as with the other button: press it", "press the button", "no", "yes"])
def test_what_may_help_is_not_taken_for_it(text: str) -> None:
    assert not answers_nobody(text)


said = st.sampled_from([*NO_HELP, *WANTS_PEOPLE, *NOTHING, *SOMETHING_ELSE, *THANKS]) | st.text()


@given(st.lists(said, max_size=3).map(". ".join))
@example("😍")
def test_thanks_are_never_a_plea(text: str) -> None:
    assert not (is_thanks(text) and (is_no_help(text) or wants_people(text) or asks_nothing(text)))


@given(
    st.sampled_from([*NO_HELP, *WANTS_PEOPLE]),
    st.sampled_from([", ", ". ", " ", "\n"]),
    st.sampled_from(
        ["how do i set up spf", "where is the export button", "wie richte ich spf ein", "error 4711", "qqq"]
    ),
)
def test_whatever_is_new_in_it_makes_it_more_than_a_plea(plea: str, stop: str, more: str) -> None:
    for text in (f"{plea}{stop}{more}", f"{more}{stop}{plea}"):
        assert not is_no_help(text)
        assert not wants_people(text)

"""The knowledge base in faq/ with the settings in config.yaml: it answers its questions, and nothing else."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.knowledge.entry import Entry
from bot.knowledge.library import load_library
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import Judgement, judge
from bot.matching.words import normalise

HOME = Path(__file__).parents[2]

OFF_TOPIC = """
good morning everyone, how is it going
lol that is the funniest thing I have read today
who is up for a round of chess tonight?
my cat just walked over the keyboard again
does anyone know a good pizza place in Lyon
what is the best laptop for a student
I forgot my lunch at home
the train was late again this morning
happy birthday to you!
brb, have to walk the dog
what time is it where you live
did you see the match last night
is it worth learning Rust in this day and age?
how do I get better at drawing hands
thank you so much, that worked!
never mind, I found it myself
ok cool, see you tomorrow then
can somebody recommend a podcast about history
my neighbour has bought a new car
how long do you boil an egg
I love this song so much
has anyone here been to Japan in spring?
the weather is awful, it has been raining for days
which graphics card should I buy for gaming
haha yes exactly what I was thinking
congratulations on the new job!
where did you get that profile picture
how much does a flight to Lisbon cost
I am so tired, I need more coffee
what do you all think about the new season
does this shop deliver on Sundays?
my phone screen is cracked, how much is a repair
how can I make the code block look nicer in Python
why is the sky blue
tell me a joke please
is there a way to stop my dog from barking
we moved to a new flat and the boxes are everywhere
she said she would send me the recipe later
I will be away next week, do not wait for me
how do you pronounce this word
which book should I read next
it costs too much if you ask me
Доброе утро, как дела?
今日はとても暑いですね
Guten Morgen, wie geht es euch heute?
""".strip().splitlines()


@cache
def config() -> Config:
    config, problems = load_config(HOME)
    assert config is not None, problems
    return config


@cache
def entries() -> tuple[Entry, ...]:
    library, problems = load_library(
        HOME / config().faq.folder,
        ticket_types=[kind.id for kind in config().tickets.types],
        channels=[*config().channels.help, *config().channels.forums],
    )
    assert library is not None, problems
    return library.entries


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build(entries())


def judgement(matcher: Matcher, text: str) -> Judgement:
    settings = config().faq
    return judge(matcher.rank(text), threshold=settings.threshold, suggest_from=settings.suggest_from)


def answered(matcher: Matcher, text: str) -> str | None:
    return judgement(matcher, text).entry_id


def questions() -> list[tuple[str, str]]:
    return [(entry.entry_id, text) for entry in map(Phrasings.of, entries()) for text in entry.questions]


def test_every_phrasing_is_answered_with_its_own_entry(matcher: Matcher) -> None:
    assert [(entry_id, text) for entry_id, text in questions() if answered(matcher, text) != entry_id] == []


def test_no_entry_answers_what_it_is_not_for(matcher: Matcher) -> None:
    forbidden = [(entry.id, text) for entry in entries() for text in entry.not_for]
    assert forbidden
    assert [(entry_id, text) for entry_id, text in forbidden if answered(matcher, text) == entry_id] == []


@pytest.mark.parametrize("line", OFF_TOPIC)
def test_talk_about_something_else_gets_silence(matcher: Matcher, line: str) -> None:
    assert normalise(line)
    assert answered(matcher, line) is None, matcher.rank(line)[0]


@pytest.mark.parametrize(
    "question",
    [
        "can i get my money back from amazon",
        "my account was hacked on instagram",
        "how do I reset my steam password",
        "i forgot my facebook password",
        "how do I cancel my netflix subscription",
        "how do I change the password of my router",
        "how do I uninstall thunderbird",
        "how do I unsubscribe from my plan",
        "how do I unblock a sender",
        "how do I decrypt my mail",
        "how do I detach a file",
        "how do I get a contract",
        "where do I find my invite",
        "how do I turn off two-factor authentication",
        "how do I get rid of an alias",
        "how do I remove the forwarding",
        "I want to undo the import of my contacts",
        "you can't help me",
        "not join",
        "ich will mich abmelden",
        "how do i export my contacts",
        "migrate from larkmail to google workspace",
        "how do i move away from larkmail to gmail",
    ],
)
def test_what_looks_like_a_question_of_larkmails_and_is_none_is_not_answered(
    matcher: Matcher, question: str
) -> None:
    assert answered(matcher, question) is None


def test_what_the_entries_do_undo_is_answered(matcher: Matcher) -> None:
    assert answered(matcher, "how do I stop forwarding") == "forwarding"
    assert answered(matcher, "how do I turn off the out of office reply") == "vacation-reply"


def test_a_question_never_seen_is_hardly_ever_answered_wrongly_and_mostly_helped() -> None:
    """Every fifteenth phrasing is asked of the knowledge base without them: the nearest thing to new questions."""
    base = [Phrasings.of(entry) for entry in entries()]
    asked = questions()[::15]
    matcher = Matcher(without(base, {text for _, text in asked}))
    judged = [(entry_id, judgement(matcher, text)) for entry_id, text in asked]
    wrong = [pair for pair in judged if pair[1].entry_id not in (None, pair[0])]
    right = [pair for pair in judged if pair[1].entry_id == pair[0]]
    among = [pair for pair in judged if pair[0] in pair[1].suggested]
    assert len(wrong) <= 0.04 * len(asked), wrong
    assert len(right) >= 0.05 * len(asked)
    assert len(right) + len(among) >= 0.45 * len(asked)


def without(base: list[Phrasings], texts: set[str]) -> list[Phrasings]:
    return [replace(entry, questions=tuple(one for one in entry.questions if one not in texts)) for entry in base]


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("disable the out-of-office reply", "vacation-reply"),
        ("how do I not forward my mail", "forwarding"),
        ("webmail no longer opens in my browser", "webmail-login"),
        ("can i get an invoice for last year", "invoices"),
    ],
)
def test_what_an_entry_explains_too_is_answered(matcher: Matcher, question: str, entry_id: str) -> None:
    assert answered(matcher, question) == entry_id

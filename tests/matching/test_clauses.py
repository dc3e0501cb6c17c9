"""Which clauses of a message hold its question: greetings, asides and devices do not dilute it."""

from __future__ import annotations

import pytest

from bot.matching.clauses import clauses, to_the_point
from bot.matching.matcher import EXACT, Matcher
from bot.matching.phrasings import Phrasings

BASE = [
    Phrasings("password", ("How do I reset my password?", "I forgot my password", "my password is wrong")),
    Phrasings("refund", ("How do I get a refund?", "I want my money back", "refund my last payment")),
    Phrasings("invite", ("How do I invite the bot?", "add the bot to my server", "bring the bot here")),
]
MATCHER = Matcher(BASE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi Anna! Reset it? Thanks", [["hi", "anna"], ["reset", "it"], ["thanks"]]),
        ("reset it (for Mehmet)", [["reset", "it"], ["for", "mehmet"]]),
        ("reset it - thanks\nbye", [["reset", "it"], ["thanks"], ["bye"]]),
        ("a re-set, please", [["a", "re", "set"], ["please"]]),
        ("v2.0 of it", [["v2", "0", "of", "it"]]),
        ("?!", []),
        ("", []),
    ],
)
def test_marks_brackets_and_lines_part_clauses_and_hyphens_and_versions_do_not(
    text: str, found: list[list[str]]
) -> None:
    assert clauses(text) == found


@pytest.mark.parametrize(
    ("found", "kept", "topical"),
    [
        ([["reset", "it"], ["from", "lisbon"]], ["reset", "it"], ["reset", "it"]),
        ([["reset", "it"], ["thanks"]], ["reset", "it", "thanks"], ["reset", "it"]),
        ([["reset", "lisbon"]], ["reset", "lisbon"], ["reset", "lisbon"]),
        ([["from", "lisbon"], ["thanks"]], ["from", "lisbon", "thanks"], ["from", "lisbon", "thanks"]),
        ([], [], []),
    ],
)
def test_a_clause_with_a_strange_word_and_no_topic_is_left_out(
    found: list[list[str]], kept: list[str], topical: list[str]
) -> None:
    assert to_the_point(found, {"reset"}.__contains__, {"lisbon"}.__contains__) == (kept, topical)


@pytest.mark.parametrize(
    "question",
    [
        "hi Wojtek, how can i get a refund for a payment",
        "how can i get a refund for a payment? greetings from lisbon",
        "how can i get a refund for a payment (asking for mehmet)",
        "sorry if this was asked before, how can i get a refund for a payment",
        "good evening everyone! how can i get a refund for a payment? many thanks in advance",
    ],
)
def test_greetings_and_asides_cost_nothing(question: str) -> None:
    bare, best = MATCHER.rank("how can i get a refund for a payment")[0], MATCHER.rank(question)[0]
    assert best.entry_id == "refund"
    assert best.score >= bare.score - 0.02


def test_a_subject_in_the_clause_of_the_question_does_cost() -> None:
    bare, strange = (MATCHER.rank(f"how can i get a refund for {what}")[0] for what in ("a payment", "my flight"))
    assert strange.score < bare.score / 1.3


def test_the_device_at_hand_counts_only_where_the_knowledge_base_speaks_of_devices() -> None:
    question = "how can i get a refund for a payment on my android phone"
    bare = MATCHER.rank("how can i get a refund for a payment")[0].score
    assert MATCHER.rank(question)[0].score >= bare - 0.03
    of_devices = [*BASE, Phrasings("android", ("use the bot on an android phone", "which phones are supported"))]
    assert (
        Matcher(of_devices).rank(question)[0].score < Matcher(of_devices).rank("refund my last payment")[0].score
    )


def test_a_phrasing_with_commas_is_still_itself() -> None:
    comma = Phrasings("comma", ("Hello there, from Lisbon, is it open?",))
    assert Matcher([*BASE, comma]).rank("hello there from lisbon is it open")[0].score == EXACT

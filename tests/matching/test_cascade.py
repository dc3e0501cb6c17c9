"""Words decide first: what they put far from everything, and what has a phrasing's words, is never encoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Faq
from bot.knowledge.entry import Entry
from bot.matching.cascade import FAR, words_decide
from bot.matching.matcher import Matcher
from bot.matching.verdict import Match, judge
from tests.encoders import Letters

BASE = [
    Entry(
        id=entry_id,
        title=title,
        questions=questions,
        answer="So.",
        not_for=["reset the router"] if entry_id == "reset-password" else [],
    )
    for entry_id, title, questions in (
        ("reset-password", "How do I reset my password?", ["i forgot my password", "cannot log in any more"]),
        (
            "export-contacts",
            "Where can I export my contacts?",
            ["save the address book to a file", "export my contacts"],
        ),
        ("pay-invoice", "How do I pay an invoice?", ["pay my bill by card", "how to pay"]),
        ("pay-bill", "Paying a bill", ["pay my bill by card", "where is the bill"]),
    )
]
EVERY_PHRASING = [text for entry in BASE for text in (*entry.questions, entry.title)]
SETTINGS = Faq()


def matches(score: float) -> list[Match]:
    return [Match("reset-password", score, "i forgot my password"), Match("pay-invoice", score / 2, "how to pay")]


@pytest.mark.parametrize(
    ("found", "same", "is_decided"),
    [
        ([], set(), True),
        (matches(FAR - 0.001), set(), True),
        (matches(FAR), set(), False),
        (matches(0.98), set(), False),
        (matches(0.99), {"reset-password"}, True),
        (matches(0.5), {"pay-invoice"}, False),
    ],
    ids=["nothing", "far", "not far", "very near", "word by word", "vetoed word by word"],
)
def test_words_decide_what_is_far_and_what_is_the_same(
    found: list[Match], same: set[str], is_decided: bool
) -> None:
    likely = found[0].score if found else 0.0
    assert words_decide(found, frozenset(same), likely) is is_decided


def test_what_only_costs_put_far_is_asked_of_the_meaning() -> None:
    assert not words_decide(matches(FAR - 0.01), frozenset(), FAR + 0.01)


@pytest.mark.parametrize(
    ("line", "is_encoded"),
    [
        ("did you watch the match last night", False),
        ("i forgot my password", False),
        ("I forgot my passwords!", False),
        ("my password was forgotten by me", True),
        ("how can I get back into the address book", True),
    ],
)
def test_only_what_lies_between_is_encoded(line: str, is_encoded: bool) -> None:
    encoder = Letters()
    matcher = Matcher.build(BASE, encoder=encoder)
    encoder.asked.clear()
    explanation = matcher.explain(line)
    assert bool(encoder.asked) is explanation.is_by_meaning is is_encoded
    if not is_encoded:
        assert explanation == Matcher.build(BASE).explain(line)


def test_what_is_explained_says_by_what_it_was_measured() -> None:
    matcher = Matcher.build(BASE, encoder=Letters())
    for line in ("i forgot my password", "my password was forgotten by me"):
        explanation = matcher.explain(line)
        measured = {name for candidate in explanation.candidates for name in candidate.features}
        assert ("meaning_nearest" in measured) is explanation.is_by_meaning


def test_in_two_steps_it_is_the_same_as_in_one() -> None:
    encoder = Letters()
    matcher = Matcher.build(BASE, encoder=encoder)
    glance = matcher.glance("my pasword was forgotten by me")
    assert glance.to_encode == "my password was forgotten by me"
    (row,) = encoder.encode([glance.to_encode])
    assert matcher.understand(glance, row) == matcher.explain("my pasword was forgotten by me")


@given(st.sampled_from(EVERY_PHRASING), st.sampled_from([0.3, 0.8, 1.0]), st.sampled_from([0.1, 0.45]))
def test_what_is_asked_word_by_word_has_the_same_verdict_with_the_meaning(
    text: str, threshold: float, suggest_from: float
) -> None:
    encoder = Letters()
    matcher = Matcher.build(BASE, encoder=encoder)
    glance = matcher.glance(text)
    (row,) = encoder.encode([text])
    verdicts = [
        judge(explanation.matches, threshold=threshold, suggest_from=suggest_from)
        for explanation in (glance.by_words, matcher.understand(glance, row))
    ]
    by_words, by_meaning = verdicts
    assert glance.to_encode is None
    assert (by_words.verdict, by_words.entry_id, by_words.suggested, by_words.score) == (
        by_meaning.verdict,
        by_meaning.entry_id,
        by_meaning.suggested,
        by_meaning.score,
    )


def test_a_matcher_by_words_is_the_same_with_an_encoder_beside_it() -> None:
    Matcher.build(BASE, encoder=Letters())
    assert not Matcher.build(BASE).explain("my password was forgotten by me").is_by_meaning

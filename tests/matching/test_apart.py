"""Which messages ask two questions, and which only one, or something that hangs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.apart import two_questions
from bot.matching.words import normalise

RESET, ALIAS = "How do I reset my password?", "And how do I add an alias?"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (f"{RESET} {ALIAS}", RESET, ALIAS),
        (f"Hi everybody! {RESET}\n\n{ALIAS} Thanks in advance 🙂", RESET, ALIAS),
        (
            "how do i reset my password\nand how do i add an alias",
            "how do i reset my password",
            "and how do i add an alias",
        ),
        ("1. how do i set up spf 2. can i park a domain?", "how do i set up spf 2.", "can i park a domain?"),
        ("1) how do i set up spf\n2) can i park a domain", "1) how do i set up spf", "2) can i park a domain"),
        (
            "Wie setze ich mein Passwort zurück? Und kann ich eine Domain parken?",
            "Wie setze ich mein Passwort zurück?",
            "Und kann ich eine Domain parken?",
        ),
        (
            "wie setze ich es zurück. außerdem, wo finde ich die rechnung",
            "wie setze ich es zurück.",
            "außerdem, wo finde ich die rechnung",
        ),
        ("password reset? and spf setup?", "password reset?", "and spf setup?"),
        ("如何重置密码？如何添加别名？", "如何重置密码？", "如何添加别名？"),
    ],
)
def test_two_questions_are_taken_apart(text: str, first: str, second: str) -> None:
    assert two_questions(text) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "",
        RESET,
        f"{RESET} I forgot it.",
        "When I reset my password it fails. How do I add an alias?",
        "I reset my password. How do I add an alias?",
        "Wie gesagt ich habe das Passwort zurückgesetzt. Kann ich eine Domain parken?",
        f"This is about the account of my grandmother. {RESET} {ALIAS}",
        f"{RESET} {ALIAS} Where is the calendar?",
        f"{RESET} What?",
        "How do I reset my password and how do I add an alias?",
        f"`{RESET}` {ALIAS}",
        f"> {RESET}\n{ALIAS}",
        "https://example.com/?how=spf ok? see https://example.com/?a=b",
    ],
)
def test_one_question_and_what_belongs_to_it_stay_together(text: str) -> None:
    assert two_questions(text) is None


@given(st.text())
def test_any_text_asks_two_questions_or_does_not(text: str) -> None:
    found = two_questions(text)
    assert found is None or all(map(normalise, found))

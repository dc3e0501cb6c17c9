"""What a question wants done, and whether it wants it undone."""

from __future__ import annotations

import pytest

from bot.matching.actions import actions_of, undoes
from bot.matching.words import normalise, stem

KNOWN = frozenset(map(stem, ("install", "app", "subscribe", "forward", "import", "mail", "stand")))


@pytest.mark.parametrize(
    ("question", "actions"),
    [
        ("How do I import my contacts?", ("import",)),
        ("import my contacts", ("import",)),
        ("please import my contacts", ("import",)),
        ("I want to import and export contacts", ("import", "export")),
        ("can you import them for me", ("import",)),
        ("the folder that docker created", ()),
        ("wie kann ich kontakte importieren", ("importieren",)),
        ("how do I get it", ()),
        ("", ()),
    ],
)
def test_what_is_wanted_done_is_told_from_what_is_mentioned(question: str, actions: tuple[str, ...]) -> None:
    assert actions_of(normalise(question)) == actions


@pytest.mark.parametrize(
    "question",
    [
        "how do I stop forwarding",
        "stop the forwarding",
        "please cancel my plan",
        "how can I leave the beta",
        "how do we quit",
        "can I switch the reply off",
        "how do I turn off the reply",
        "how do I opt out of the beta",
        "how do I get rid of the app",
        "how do I not get mail",
        "I don't want to get mail",
        "never send me mail again",
        "don't send me mail anymore",
        "I no longer want mail",
        "how do I uninstall the app",
        "how do I unsubscribe",
        "wie kann ich den bot entfernen",
        "wie kann ich mich abmelden",
        "ich will mein konto löschen",
        "wie lösche ich mein konto",
        "wie kündige ich",
        "weiterleitung deaktivieren",
        "ich möchte keine mails mehr",
        "ich will das nicht",
    ],
)
def test_leaving_undoing_and_switching_off_are_undoing(question: str) -> None:
    assert undoes(normalise(question), KNOWN)


@pytest.mark.parametrize(
    "question",
    [
        "how do I install the app",
        "how do I forward mail",
        "my account was closed",
        "I have been banned",
        "a blocked sender writes to me",
        "the deleted folder",
        "mail is not arriving",
        "why can I not log in",
        "how do I understand the app",
        "how do I end up in the beta",
        "can I use the app without a password",
        "die gelöschte datei",
        "mein konto wurde gekündigt",
        "der abgemeldete bot",
        "die mail kommt nicht an",
        "",
    ],
)
def test_participles_and_what_does_not_work_undo_nothing(question: str) -> None:
    assert not undoes(normalise(question), KNOWN)


def test_a_prefix_undoes_only_what_the_knowledge_base_knows_and_never_its_own_words() -> None:
    assert not undoes(["it", "uninstalls"], frozenset())
    assert undoes(["it", "uninstalls"], KNOWN)
    assert not undoes(["it", "uninstalls"], KNOWN | {stem("uninstalls")})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how can I cancel my plan", "cancel"),
        ("how do I turn the filter off", "turn the filter off"),
        ("I don't want to get mail", "do not want to"),
        ("how do I uninstall the app", "uninstall"),
        ("please stop", "stop"),
        ("wie lösche ich mein konto", "losche"),
    ],
)
def test_the_words_that_ask_for_undoing_are_told(question: str, said: str) -> None:
    assert undoes(normalise(question), KNOWN) == said

"""Which words are corrected, and which are words of their own."""

import pytest

from bot.matching.spelling import Spelling, is_reversal
from bot.matching.vocabulary import Vocabulary

SPELLING = Spelling(["password", "password", "passwords", "reset", "order", "border", "the", "refund", "пароль"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("passwrod", "password"),
        ("psswrd", "password"),
        ("rset", "reset"),
        ("refnud", "refund"),
        ("парол", "пароль"),
        ("password", "password"),
        ("resets", "resets"),
        ("teh", "teh"),
        ("umbrella", "umbrella"),
        ("wich", "which"),
        ("e1001", "e1001"),
        ("", ""),
    ],
)
def test_unknown_words_are_spelt_as_the_knowledge_base_does(typed: str, meant: str) -> None:
    assert SPELLING.correct(typed) == meant


OTHER_WORDS = Spelling(
    [
        "install",
        "export",
        "import",
        "encrypt",
        "decrypt",
        "block",
        "unblock",
        "subscribe",
        "unsubscribe",
        "attach",
        "contact",
        "invoice",
        "installieren",
        "anmelden",
        "activate",
        "lock",
    ],
    Vocabulary(["en"]),
)


@pytest.mark.parametrize(
    "word",
    [
        "uninstall",
        "uninstalled",
        "unlock",
        "detach",
        "contract",
        "invite",
        "deinstallieren",
        "abmelden",
        "ummelden",
        "deactivate",
        "inactive",
        "exports",
        "imports",
        "encrypted",
        "decrypted",
        "blocked",
        "unblocked",
        "unsubscribed",
    ],
)
def test_a_word_of_its_own_is_never_corrected_into_another(word: str) -> None:
    assert OTHER_WORDS.correct(word) == word


@pytest.mark.parametrize(
    ("known", "word"),
    [
        ("install", "uninstall"),
        ("export", "import"),
        ("import", "export"),
        ("encrypt", "decrypt"),
        ("decrypt", "encrypt"),
        ("block", "unblock"),
        ("unblock", "block"),
        ("subscribe", "unsubscribe"),
        ("unsubscribe", "subscribe"),
        ("attach", "detach"),
        ("detach", "attach"),
        ("contact", "contract"),
        ("invoice", "invite"),
        ("installieren", "deinstallieren"),
        ("anmelden", "abmelden"),
    ],
)
def test_an_opposite_is_no_slip(known: str, word: str) -> None:
    assert Spelling([known], Vocabulary(["en"])).correct(word) == word


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("uninstall", "install"),
        ("install", "uninstall"),
        ("deinstallieren", "installieren"),
        ("abmelden", "anmelden"),
        ("einschalten", "ausschalten"),
        ("decrypt", "encrypt"),
        ("nonfree", "free"),
    ],
)
def test_a_prefix_that_reverses_a_word_makes_another(word: str, other: str) -> None:
    assert is_reversal(word, other)


@pytest.mark.parametrize(
    ("word", "other"), [("instal", "install"), ("iport", "import"), ("reset", "reset"), ("unit", "it")]
)
def test_other_letters_before_it_do_not(word: str, other: str) -> None:
    assert not is_reversal(word, other)


def test_of_equally_near_words_the_most_frequent_is_meant() -> None:
    assert Spelling(["order", "older"]).correct("oder") == "older"
    assert Spelling(["order", "order", "older"]).correct("oder") == "order"


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("dactivate", "dactivate"),
        ("activat", "activate"),
        ("lockk", "lock"),
        ("instll", "install"),
    ],
)
def test_a_slip_of_a_word_and_of_its_opposite_is_left_as_it_is(slip: str, word: str) -> None:
    assert OTHER_WORDS.correct(slip) == word

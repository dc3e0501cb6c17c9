"""How words are told apart, brought together and spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.vetoes import turned_round
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import Spelling, ideas, is_reversal, normalise, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("cancels", "cancelled"), ("charging", "charges"), ("subscriptions", "subscription"), ("replies", "reply")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["", "a", "is", "e1001", "настройки", "設定", "größe", "x" * 200])
def test_other_scripts_codes_and_monsters_keep_their_form(word: str) -> None:
    assert stem(word) == word


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


def test_words_that_mean_the_same_share_an_idea() -> None:
    assert set(ideas(stem("refunding"))) & set(ideas(stem("reimbursement")))
    assert ideas("umbrella") == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("How do I not get mail?", "not"),
        ("how to never see this again", "never"),
        ("I don't want to reset it", "not"),
        ("how not to lose data", "not"),
        ("mail is not arriving", None),
        ("why can I not log in", None),
        ("it does not work, what do I do", None),
        ("I never got the mail", None),
    ],
)
def test_only_a_wish_can_be_turned_round(text: str, word: str | None) -> None:
    assert turned_round(normalise(text)) == word


@given(st.text(st.characters(max_codepoint=0x7F), max_size=60))
def test_plain_ascii_is_read_like_all_other_text(text: str) -> None:
    assert normalise(text) == normalise(f"{text} ♥")


@pytest.mark.parametrize("text", ["I cannot log in", "can't u log in?", "it's a_b-c 3.5 SOOOO pls"])
def test_contractions_and_chat_are_written_out_in_ascii_too(text: str) -> None:
    assert normalise(text) == normalise(f"{text} ♥")
    assert normalise(text) != text.lower().split()

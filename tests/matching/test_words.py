"""How words are told apart and brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.vetoes import turned_round
from bot.matching.words import normalise, stem, uninflected, without_codes


@pytest.mark.parametrize(
    ("one", "other"),
    [("cancels", "cancelled"), ("charging", "charges"), ("subscriptions", "subscription"), ("replies", "reply")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["", "a", "is", "e1001", "настройки", "設定", "größe", "x" * 200])
def test_other_scripts_codes_and_monsters_keep_their_form(word: str) -> None:
    assert stem(word) == word


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("error 550 on send", "error 550 on send"),
        ("error 4711 ERR_4711 v2.3.1 e1001 0x80070005", "error"),
        ("id 550e8400-e29b-41d4-a716-446655440000 lost", "id lost"),
        ("order #12345-67 of a1b2c3d4", "order of"),
        ("my ip 192.168.1.10 or fe80::1ff:fe23:4567:890a blocked", "my ip or blocked"),
        ("mail to ann+x@example.co.uk bounced", "mail to bounced"),
        ("see /var/log/mail.log and C:\\Users\\Ann\\x.txt and ~/a/b", "see and and"),
        ("on mail.example.net or example.com", "on or"),
        ("paid 20.5 at 12:30", "paid at"),
        ("my 2fa on pop3", "my 2fa on pop3"),
        ("and/or ios/android/web /help", "and or ios android web help"),
        ("log in.please help", "log in please help"),
        ("", ""),
    ],
)
def test_codes_go_but_for_those_that_the_knowledge_base_knows(text: str, words: str) -> None:
    knows = {"error", "550", "mail"}.__contains__
    assert normalise(without_codes(text, knows)) == words.split()


@pytest.mark.parametrize("part", ["a-", "a.", "1.", "/a", ":", "a@", "a", "1", "+.", "a:1", "1-a"])
def test_no_text_takes_long_to_look_through_for_codes(part: str) -> None:
    knows = set[str]().__contains__
    assert without_codes(f"{part * 4000} end", knows).endswith(" end")


@pytest.mark.parametrize(
    "forms",
    [
        ["cancel", "cancels", "cancelled", "canceled", "cancelling"],
        ["charge", "charges", "charged", "charging"],
        ["entry", "entries"],
        ["try", "tries", "tried", "trying"],
        ["pass", "passes", "passed"],
        ["install", "installs", "installed", "installing"],
        ["setting", "settings"],
        ["address", "addresses"],
        ["box", "boxes"],
        ["fee", "fees"],
    ],
)
def test_a_word_is_the_same_in_its_plain_inflections(forms: list[str]) -> None:
    assert len({uninflected(form) for form in forms}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["win", "winnings"],
        ["account", "accounting"],
        ["organize", "organization"],
        ["bill", "billing"],
        ["set", "settings"],
        ["plan", "plane"],
        ["pay", "payment"],
        ["настройки", "настройка"],
    ],
)
def test_derived_words_are_others(words: list[str]) -> None:
    assert len({uninflected(word) for word in words}) == len(words)

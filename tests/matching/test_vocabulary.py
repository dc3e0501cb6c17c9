"""Which words are real, and which language a text is clearly in."""

import pytest

from bot.matching.vocabulary import Vocabulary
from bot.matching.words import normalise

ENGLISH = Vocabulary(["en"])


@pytest.mark.parametrize(
    "word",
    [
        "uninstall",
        "export",
        "import",
        "encrypt",
        "decrypt",
        "block",
        "unblock",
        "subscribe",
        "unsubscribe",
        "attach",
        "detach",
        "contract",
        "invite",
        "gmail",
        "tyres",
        "imax",
    ],
)
def test_an_english_word_is_real(word: str) -> None:
    assert word in ENGLISH


@pytest.mark.parametrize(
    "slip", ["pasword", "passwrod", "recieve", "definately", "acount", "refnud", "teh", "tryin"]
)
def test_a_common_slip_is_no_word(slip: str) -> None:
    assert slip not in ENGLISH


def test_words_are_known_as_they_are_compared_without_case_and_accents() -> None:
    assert {word for word in normalise("Überweisung Schlüssel größer abmelden") if word in Vocabulary(["de"])} == {
        "uberweisung",
        "schlussel",
        "grosser",
        "abmelden",
    }


def test_a_language_without_a_list_has_no_words_but_is_known() -> None:
    polish = Vocabulary(["en", "pl"])
    assert "zalogowac" not in polish
    assert not polish.is_foreign(normalise("jak się zalogować do thunderbird"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wie richte ich thunderbird ein?", "de"),
        ("comment configurer mon compte sur thunderbird ?", "fr"),
        ("¿cómo puedo configurar mi correo en thunderbird?", "es"),
        ("jak się zalogować do thunderbird", "pl"),
        ("я не могу войти в thunderbird", "ru"),
    ],
)
def test_a_question_in_another_language_is_found_out(text: str, language: str) -> None:
    assert ENGLISH.foreign_languages(normalise(text), hits=2) == [language]
    assert ENGLISH.is_foreign(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "how do I set up thunderbird?",
        "is there a kindergarten near the schnitzel place",
        "vincent van der berg can't log in",
        "my login for de la cruz",
        "ok thanks anyway",
        "reset password por favor",
        "thunderbird einrichten",
        "",
    ],
)
def test_english_with_loan_words_and_names_and_what_is_too_short_are_not(text: str) -> None:
    assert not ENGLISH.is_foreign(normalise(text))


def test_a_knowledge_base_knows_the_languages_that_it_is_written_in() -> None:
    english = ["How do I set up SPF?", "How can I cancel my order?"]
    german = ["Wie richte ich SPF ein?", "Ich habe mein Passwort vergessen"]
    assert Vocabulary.of([normalise(text) for text in english]).languages == {"en"}
    assert Vocabulary.of([normalise(text) for text in [*english, *german]]).languages == {"en", "de"}
    assert Vocabulary.of([]).languages == {"en"}


def test_a_language_of_few_phrasings_among_very_many_is_none_of_its_own() -> None:
    english = [normalise("How do I set up SPF?")] * 200
    assert Vocabulary.of([*english, normalise("Wie richte ich SPF ein?")]).languages == {"en"}

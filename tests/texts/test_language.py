"""A sentence is said in the reader's language, and in English where that has no translation."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from bot.errors import Flaw, FlawKind
from cogs.texts import catalogue, drafts
from cogs.texts.language import ENGLISH, SHIPPED, Language, language_of, shipped

POLISH = Language(
    "pl",
    catalogue.read(
        r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "One ticket of {name}"
msgid_plural "{count} tickets of {name}"
msgstr[0] "{name}: {count} zgłoszenie"
msgstr[1] "{name}: {count} zgłoszenia"
msgstr[2] "{name}: {count} zgłoszeń"
"""
    ),
)


def test_what_is_typed_into_a_sentence_is_never_read_as_a_placeholder() -> None:
    assert ENGLISH("I have no entry for {query}.", query="{query} {0.__class__}") == (
        "I have no entry for {query} {0.__class__}."
    )


@pytest.mark.parametrize(("count", "said"), [(1, "1 zgłoszenie"), (3, "3 zgłoszenia"), (5, "5 zgłoszeń")])
def test_a_language_counts_by_its_own_rules(count: int, said: str) -> None:
    assert POLISH.n("One ticket of {name}", "{count} tickets of {name}", count, name="Ola") == f"Ola: {said}"


def test_english_counts_by_its_own() -> None:
    counted = [ENGLISH.n("One ticket", "{count} tickets", count) for count in (0, 1, 2)]
    assert counted == ["0 tickets", "One ticket", "2 tickets"]


@pytest.mark.parametrize(
    ("locale", "shipped"),
    [("es-419", "es-ES"), ("es-ES", "es-ES"), ("en-GB", "en"), ("ja", "en"), (None, "en"), ("", "en")],
)
def test_a_reader_gets_their_language_or_the_same_of_another_country_or_english(
    monkeypatch: pytest.MonkeyPatch, locale: str | None, shipped: str
) -> None:
    spanish = NullTranslations()
    monkeypatch.setitem(SHIPPED, "es-ES", Language("es-ES", spanish))
    found = language_of(locale)
    assert found.translations is (spanish if shipped == "es-ES" else ENGLISH.translations)
    assert found.code == (locale or "en")


def test_a_language_whose_file_is_broken_is_left_out_and_named_and_the_others_are_spoken(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text('msgid "Claim"\nmsgstr "Nehmen"\n', "utf-8")
    (tmp_path / "fr.po").write_text('msgid "Claim"\nmsgstr Prendre\n', "utf-8")
    (tmp_path / "it.po").write_bytes(b'msgid "Claim"\nmsgstr "\xff"\n')
    found, unusable = shipped(tmp_path)
    assert sorted(found) == ["de", "en"]
    assert unusable["fr.po"] == "line 2: a text in double quotes is expected"
    assert unusable["it.po"].startswith("'utf-8' codec")
    assert len(unusable) == 2


@pytest.mark.parametrize("kind", FlawKind)
def test_a_mistake_in_a_form_is_named_in_the_words_of_that_form_in_each_language(kind: FlawKind) -> None:
    wrong = Flaw("questions", kind, 2, 1)
    german = language_of("de")
    assert drafts.ask_phrasings(ENGLISH) in drafts.flaw(ENGLISH, wrong)
    assert drafts.ask_phrasings(german) in drafts.flaw(german, wrong)
    assert "is dark" in drafts.flaw(german, replace(wrong, text="is dark"))

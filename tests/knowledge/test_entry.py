"""An entry in several languages: which wording people read, and which language a phrasing is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.entry import Entry, Translation
from bot.locales import LOCALES


def translation(code: str) -> Translation:
    return Translation(
        title=f"title {code}", questions=[f"first {code}", f"second {code}"], answer=f"answer {code}"
    )


ENTRY = Entry(
    id="spf",
    title="How do I set up SPF?",
    questions=["how do i set up spf", "what is an spf record"],
    answer="Add a TXT record.",
    translations={code: translation(code) for code in ("de", "es-ES", "es-419", "pt-BR", "zh-CN")},
)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("es-419", "es-419"),
        ("es-ES", "es-ES"),
        ("es", "es-419"),
        ("pt", "pt-BR"),
        ("zh-TW", "zh-CN"),
        ("en-US", None),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_who_reads_gets_their_language_or_one_that_differs_only_by_country(
    locale: str | None, language: str | None
) -> None:
    wording = ENTRY.wording(locale)
    assert wording.language == language
    assert wording.title == (f"title {language}" if language else ENTRY.title)
    assert wording.answer == (f"answer {language}" if language else ENTRY.answer)


def test_the_plain_language_comes_before_that_of_another_country() -> None:
    entry = ENTRY.model_copy(update={"translations": {code: translation(code) for code in ("es-419", "es")}})
    assert entry.wording("es-ES").language == "es"


@given(st.sampled_from(LOCALES) | st.text())
def test_every_locale_gets_some_wording(locale: str) -> None:
    wording = ENTRY.wording(locale)
    assert wording.language is None or wording.language in ENTRY.translations


@pytest.mark.parametrize(
    ("phrasing", "language"),
    [
        ("how do i set up spf", None),
        ("How do I set up SPF?", None),
        ("first de", "de"),
        ("title es-419", "es-419"),
        ("of another entry", None),
    ],
)
def test_a_phrasing_says_in_which_language_it_was_asked(phrasing: str, language: str | None) -> None:
    assert ENTRY.language_of(phrasing) == language


def test_a_phrasing_that_two_languages_share_is_the_knowledge_bases_own() -> None:
    shared = translation("de").model_copy(
        update={"questions": ["what is an spf record", "wie richte ich spf ein"]}
    )
    entry = ENTRY.model_copy(update={"translations": {"de": shared}})
    assert entry.language_of("what is an spf record") is None
    assert entry.language_of("wie richte ich spf ein") == "de"

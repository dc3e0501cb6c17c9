"""Which of the languages that there are comes nearest to the one that somebody reads."""

from __future__ import annotations

import pytest

from bot.locales import LOCALES, nearest


@pytest.mark.parametrize(
    ("wanted", "codes", "found"),
    [
        ("de", ["de", "fr"], "de"),
        ("es-419", ["es-ES", "de"], "es-ES"),
        ("es-419", ["es-ES", "es"], "es"),
        ("es-419", ["es-ES", "es-419"], "es-419"),
        ("en-GB", ["en-US", "en"], "en"),
        ("fr", ["de"], None),
        (None, ["de"], None),
        ("", ["de"], None),
    ],
)
def test_the_language_itself_comes_first_then_its_bare_form_then_another_country(
    wanted: str | None, codes: list[str], found: str | None
) -> None:
    assert nearest(wanted, codes) == found


def test_every_language_is_nearest_to_itself() -> None:
    assert [nearest(code, LOCALES) for code in LOCALES] == list(LOCALES)

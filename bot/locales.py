"""The languages that Discord knows, and which of those that there are comes nearest to one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# fmt: off
LOCALES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sv", "sv-SE",
    "th", "tr", "uk", "vi", "zh", "zh-CN", "zh-TW",
)
# fmt: on
"""The languages that Discord knows, and the bare form of those that it knows only with a country."""


def nearest(wanted: str | None, codes: Iterable[str]) -> str | None:
    """This language itself, or one that differs only by country (the bare one first); None where there is none."""
    if not wanted:
        return None
    bare = wanted.partition("-")[0]
    near = [code for code in codes if code.partition("-")[0] == bare]
    return min(near, key=lambda code: (code != wanted, code != bare, code), default=None)

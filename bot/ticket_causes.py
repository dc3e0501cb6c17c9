"""Why tickets come, as the operator writes it in config.yaml: staff choose one when they resolve a ticket."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.locales import nearest
from bot.settings import Choice, Locale, Settings, Slug, translations

MOST = 25
"""Options of one of Discord's lists."""


class CauseTranslation(Settings):
    """A cause in another language."""

    label: Choice = Field(description="Its name, for staff.")


class Cause(Settings):
    """What makes tickets come. It may be removed: what was said of tickets stays."""

    id: Slug = Field(
        description="A short name that never changes: what staff have said refers to it. No two causes have the same."
    )
    label: Choice = Field(description="Its name, for staff.")
    translations: dict[Locale, CauseTranslation] = translations("The cause")

    def wording(self, locale: str | None) -> CauseTranslation:
        """Its name in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else CauseTranslation(label=self.label)


def _distinct(causes: list[Cause]) -> list[Cause]:
    ids = [cause.id for cause in causes]
    if len(set(ids)) != len(ids):
        raise ValueError("two causes have the same id")
    return causes


Causes = Annotated[list[Cause], Field(max_length=MOST), AfterValidator(_distinct)]
"""In the operator's order."""


def cause_label(causes: list[Cause], cause_id: str, locale: str | None) -> str:
    """Its name; its id where the operator has removed it since."""
    found = next((one for one in causes if one.id == cause_id), None)
    return found.wording(locale).label if found else cause_id

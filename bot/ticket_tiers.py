"""Tiers as the operator writes them in config.yaml: the levels of support, from the first to the last."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from bot.locales import nearest
from bot.settings import Label, Locale, Named, Settings, Slug, translations

MOST = 5


class TierTranslation(Settings):
    """A tier in another language."""

    label: Label = Field(description="Its name.")


class Tier(Settings):
    """A level of support: staff of one role, who take what those before them pass on."""

    id: Slug = Field(description="A short name that never changes: the tickets that were passed on refer to it.")
    label: Label = Field(description="Its name, for staff.")
    role: Named = Field(description="Who takes its tickets: one of `roles.staff`, written as there.")
    translations: dict[Locale, TierTranslation] = translations("Its name")

    def wording(self, locale: str | None) -> TierTranslation:
        """Its name in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else TierTranslation(label=self.label)


def require_ladder(tiers: Sequence[Tier]) -> None:
    """Raises ValueError for tiers between which a ticket could not go up and down."""
    if len(tiers) == 1:
        raise ValueError("there are two tiers at the least: with one, leave out `tiers`")
    for what, names in (("id", [tier.id for tier in tiers]), ("role", [str(tier.role) for tier in tiers])):
        if len(set(names)) != len(names):
            raise ValueError(f"two tiers have the same {what}")

"""Tiers as the operator writes them in config.yaml: the levels of support, from the first to the last."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from bot.locales import nearest
from bot.problems import did_you_mean, shown
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


def tiers_reading(tiers: Sequence[Tier], staff: Sequence[str | int]) -> list[str]:
    """The ids of those whose roles are among these, which are the readers of a ticket type; all where it names none."""
    roles = {str(name) for name in staff}
    return [tier.id for tier in tiers if not roles or str(tier.role) in roles]


def wrong_tier(tiers: Sequence[Tier], begins: str | None, staff: Sequence[str | int]) -> tuple[str, str] | None:
    """Which setting of a ticket type leaves its tickets with a tier that does not read them, and why; None where none does."""
    known, reading = [tier.id for tier in tiers], tiers_reading(tiers, staff)
    if begins is not None and begins not in known:
        return "tier", f"{shown(begins)} is none of `tickets.tiers`{did_you_mean(begins, known)}"
    if begins is not None and begins not in reading:
        return "tier", f"the role of {shown(begins)} is not among those that read this type, its `staff`"
    if tiers and not reading:
        return (
            "staff",
            "of `tickets.tiers` none has a role that reads this type: nobody would be dealt its tickets",
        )
    return None

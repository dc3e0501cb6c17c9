"""`reputation` in config.yaml: what good deeds are worth, and what a balance earns."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.locales import nearest
from bot.settings import Locale, Settings, translations


class Points(Settings):
    """What an award is worth."""

    accepted_answer: int = Field(
        default=10, ge=1, le=1000, description="Points for an answer that the asker accepts."
    )
    ticket_help: int = Field(
        default=15, ge=1, le=1000, description="Points for having helped to resolve a ticket."
    )
    faq_entry: int = Field(
        default=20, ge=1, le=1000, description="Points for an answer that became an entry of the FAQ."
    )


class Rank(Settings):
    """A title earned by a balance of at least `points`."""

    name: str = Field(min_length=1, max_length=40, description="The title.")
    points: int = Field(
        ge=0, le=1_000_000, description="The balance from which it is earned; more than for the title before."
    )
    translations: dict[Locale, Annotated[str, Field(min_length=1, max_length=40)]] = translations("The title")

    def title(self, locale: str | None) -> str:
        """The name in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else self.name


class Reputation(Settings):
    """Points and the ranks they earn."""

    points: Points = Field(default=Points(), description="What each good deed is worth.")
    ranks: list[Rank] = Field(default=[], max_length=20, description="The titles, from the lowest to the highest.")

    @model_validator(mode="after")
    def _ranks_rise(self) -> Self:
        steps = [rank.points for rank in self.ranks]
        if steps != sorted(set(steps)):
            raise ValueError("ranks must rise: each needs more points than the one before")
        return self

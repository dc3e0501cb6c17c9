"""`routing` in config.yaml: when a question that nobody answers is shown to helpers, to how many, and where it is not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.settings import Channel, Settings

LATEST = 1440
"""Minutes after which nothing is begun any more: a day."""


class OpenTo(StrEnum):
    """Who may say that they help."""

    EVERYBODY = "everybody"
    HELPERS = "helpers"


class Routing(Settings):
    """Questions in help channels and forums that neither the FAQ nor a person has answered go to helpers, a few at a time."""

    is_on: bool = Field(
        default=True, description="Whether such questions go to helpers, and in the end to a ticket, at all."
    )
    off_in: list[Channel] = Field(
        default=[],
        max_length=30,
        description="Help channels and forums in which they do not, such as one where people mostly chat: names or ids.",
    )
    after_minutes: list[Annotated[int, Field(ge=1, le=LATEST)]] = Field(
        default=[10, 30, 60],
        min_length=1,
        max_length=5,
        description="Minutes after the question at which helpers are told, each time others; the last time whatever"
        " their topics are.",
    )
    at_once: int = Field(default=3, ge=1, le=3, description="How many helpers are told each time at most.")
    offer_minutes: int = Field(
        default=90,
        ge=2,
        le=LATEST,
        description="Minutes after the question at which the asker is offered a ticket; later than helpers are told.",
    )
    take_minutes: int = Field(
        default=30, ge=5, le=480, description="For how many minutes a question is with the helper who takes it."
    )
    together_minutes: int = Field(
        default=15,
        ge=0,
        le=120,
        description="What one member asks in one place within so many minutes is shown to helpers once.",
    )
    fresh_hours: int = Field(
        default=6,
        ge=1,
        le=48,
        description="Helpers are told of no older question, as after a day without the bot; `/helpdesk` lists it, and who asked is"
        " offered a ticket within a day.",
    )
    open_to: Annotated[OpenTo, Field(strict=False)] = Field(
        default=OpenTo.EVERYBODY,
        description="Who may say that they help: everybody, or only members with a role of `roles.helpers` and staff.",
    )

    @property
    def first_after(self) -> timedelta:
        """So long a question waits for an answer by itself."""
        return timedelta(minutes=self.after_minutes[0])

    def is_off_in(self, names: Collection[str | int]) -> bool:
        """Whether nothing is shown to helpers in the channel that config.yaml calls so; in one that it does not name it never is."""
        return not self.is_on or not names or any(name in names for name in self.off_in)

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        steps = [*self.after_minutes, self.offer_minutes]
        if steps != sorted(set(steps)):
            raise ValueError("`after_minutes` must rise, and `offer_minutes` come after all of them")
        if self.fresh_hours * 60 <= self.offer_minutes:
            raise ValueError(
                "`fresh_hours` must be longer than `offer_minutes`, or nobody would be offered a ticket"
            )
        return self

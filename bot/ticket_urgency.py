"""How urgent tickets are, whom that calls, and when it does not, as the operator writes it in config.yaml."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.settings import Named, Settings


class Priority(StrEnum):
    """How urgent a ticket is: P1 first, P4 last."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class StaffPing(Settings):
    """Which role hears of a new ticket, and how often at the most."""

    role: Named = Field(description="The role that is pinged in the queue channel: its name or id.")
    every_minutes: int = Field(
        default=10,
        ge=1,
        le=1440,
        description="Minutes in which the role is pinged at most once; what came meanwhile is counted in the next line.",
    )
    priority: Annotated[Priority, Field(strict=False)] = Field(
        default=Priority.P2, description="The least urgent priority that pings: less urgent tickets never do."
    )


TimeOfDay = Annotated[
    str,
    Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        json_schema_extra={"patternErrorMessage": 'must be a time of 24 hours in quotes, such as "07:00"'},
    ),
]
"""A time of the day in 24 hours, in quotes: "22:00"."""


class QuietHours(Settings):
    """When no role is pinged and nobody is told of a delay, by the clock of `community.time_zone`."""

    begin: TimeOfDay = Field(description='When they begin, such as "22:00", in quotes.')
    end: TimeOfDay = Field(
        description='When they end, such as "07:00", in quotes; on the next day if that is earlier.'
    )

    @model_validator(mode="after")
    def _are_not_always(self) -> Self:
        if self.begin == self.end:
            raise ValueError("quiet hours must not end when they begin")
        return self

    @property
    def ends(self) -> time:
        """The time of the day at which they end."""
        return time.fromisoformat(self.end)

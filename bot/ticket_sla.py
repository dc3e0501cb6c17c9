"""How long tickets may take, by their priority, as the operator writes it in config.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.settings import Settings

WorkingSpan = Annotated[float, Field(ge=0.1, le=8760)]
"""So many working hours: from six minutes to a year of them."""


class Targets(Settings):
    """How long tickets of one priority may take, in hours of `tickets.working_hours` in which it is staff's turn."""

    first_response_hours: WorkingSpan | None = Field(
        default=None,
        description="Working hours within which staff answer for the first time. When that is about to be missed, or what is"
        " usual, its requester is told a new time, once. Without it, there is no target.",
    )
    next_response_hours: WorkingSpan | None = Field(
        default=None,
        description="Working hours within which they answer each time that it is their turn again. Without it, there is no target.",
    )
    resolution_hours: WorkingSpan | None = Field(
        default=None,
        description="Working hours within which a ticket is resolved; it counts only while it is staff's turn. Without it, there is"
        " no target.",
    )


Sla = dict[Literal["P1", "P2", "P3", "P4"], Targets]
"""Those of each priority; of one that is left out there are none."""

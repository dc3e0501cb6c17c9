"""Ticket panels as the operator writes them in config.yaml: which stand where, and which types each offers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.settings import Channel, Settings, Slug


class TicketPanel(Settings):
    """A message whose buttons open tickets. It is written in the community's language."""

    id: Slug = Field(
        description="A short name that never changes: by it a panel that stands there is found again."
    )
    channel: Channel | None = Field(
        default=None,
        description="The text channel in which it stands: its name or id. Without it, `channels.tickets`.",
    )
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = Field(
        default=None, description="Its headline. Without it, that people get help from staff here."
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)] | None = Field(
        default=None, description="What stands above its types. Without it, that a private thread is opened."
    )
    types: list[Slug] = Field(
        default=[],
        max_length=20,
        description="The ids of the types that it offers, in this order. Without it, all of them.",
    )

    @model_validator(mode="after")
    def _offers_each_once(self) -> Self:
        if len(set(self.types)) != len(self.types):
            raise ValueError("two `types` of this panel are the same")
        return self


ONLY = TicketPanel(id="main")
"""What stands where the operator names none."""

"""Asking the community before staff take a ticket, as the operator writes it for a ticket type in config.yaml."""

from __future__ import annotations

from pydantic import Field

from bot.settings import Channel, Settings


class CommunityFirst(Settings):
    """Where a filled-in form is asked in public before it becomes a ticket, if its sender wants that, and for how long."""

    channel: Channel = Field(
        description="Where it is asked: one of `channels.forums` or `channels.help`, written as it is there."
    )
    hours: int = Field(
        default=24,
        ge=1,
        le=168,
        description="Hours after which the ticket opens by itself where nothing has solved it.",
    )

"""Goes up from a reply to what it replies to, as far as that is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord

from cogs.ui.written import replied_to

AT_MOST = 10
"""Messages that are asked of Discord on the way up."""


@dataclass(frozen=True)
class Above:
    """What somebody replied to; without a `message`, that is gone, or cannot be read."""

    id: int
    message: discord.Message | None


async def above(message: discord.Message) -> AsyncIterator[Above]:
    """What this replies to, what that replies to, and so on."""
    below: discord.Message | None = message
    for _ in range(AT_MOST):
        to = replied_to(below) if below is not None else None
        if below is None or to is None:
            return
        about = below.reference.resolved if below.reference is not None else None
        if not isinstance(about, discord.Message):
            about = await read(message.channel, to)
        below = about
        yield Above(to, about)


async def read(place: object, message_id: int) -> discord.Message | None:
    """A message of a channel for text or a thread; None where it is gone or cannot be read."""
    if not isinstance(place, discord.TextChannel | discord.Thread):
        return None
    try:
        return await place.fetch_message(message_id)
    except (discord.NotFound, discord.Forbidden):
        return None

"""Knows again what an earlier run has said: by what stands in it that is the same in every language."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import discord

LOOK_BACK = 50
"""Messages that are searched for an own one."""

_FACT = re.compile(r"`[^`]*`|<[@#t:][^>]*>|https?://\S+|\d+")
"""Code, mentions, moments, links and numbers."""


def says_the_same(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same sentence, perhaps in two languages: whatever fills them is the same.

    The community's language may have changed between a crash and the restart, or a translation been reworded.
    """
    return _facts(one) == _facts(other)


def _facts(text: str | None) -> list[str]:
    return sorted(_FACT.findall(text or ""))


async def own_messages(
    place: discord.abc.Messageable, me: discord.abc.Snowflake | None, *, after: int | None = None
) -> AsyncIterator[discord.Message]:
    """Ours among the newest messages here, the newest first; or among the first that came after this id.

    Ids are by Discord's clock, so what has come after an interaction is what that interaction brought about.
    """
    if after is None:
        found = place.history(limit=LOOK_BACK)
    else:
        found = place.history(limit=LOOK_BACK, after=discord.Object(after), oldest_first=True)
    async for message in found:
        if message.author == me:
            yield message

"""Knows again what an earlier run has said: by what stands in it that is the same in every language."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import discord

LOOK_BACK = 100
"""Messages that are searched for an own one: as many as one request brings."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""By so much our clock may be ahead of Discord's."""

_FACT = re.compile(r"`[^`]*`|<[@#t:][^>]*>|https?://\S+|\d+")
"""Code, mentions, moments, links and numbers."""


def says_the_same(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same sentence, perhaps in two languages: whatever fills them is the same.

    The community's language may have changed between a crash and the restart, or a translation been reworded.
    """
    return _facts(one) == _facts(other)


def can_tell_of(message: discord.Message, at: datetime) -> bool:
    """Whether a message is not older than what happened then. An older one tells of something else, whatever it
    says: rows of a restored database are counted from where its copy was made.
    """
    return message.created_at >= at - CLOCKS_DIFFER


def _facts(text: str | None) -> list[str]:
    return sorted(_FACT.findall(text or ""))


async def own_messages(
    place: discord.abc.Messageable,
    me: discord.abc.Snowflake | None,
    *,
    after: int | None = None,
    oldest_first: bool | None = None,
) -> AsyncIterator[discord.Message]:
    """Ours among the newest messages here, the newest first; or, with `after`, among the first that came after this id,
    the oldest first. `oldest_first` may turn either round.

    Ids are by Discord's clock, so what has come after an interaction is what that interaction brought about.
    """
    since = None if after is None else discord.Object(after)
    async for message in place.history(limit=LOOK_BACK, after=since, oldest_first=oldest_first):
        if message.author == me:
            yield message


async def has_said(
    place: discord.abc.Messageable,
    me: discord.abc.Snowflake | None,
    text: str,
    *,
    after: int | None = None,
    oldest_first: bool | None = None,
    naming: str = "",
) -> bool:
    """Whether one of our messages there says the same as this text; and names this, if it is given."""
    async for message in own_messages(place, me, after=after, oldest_first=oldest_first):
        if says_the_same(message.content, text) and naming in message.content:
            return True
    return False

"""After a downtime: which answers were deleted meanwhile, and which ✅ were put and taken away. In portions, gently.

Of what was awarded in the last seven days it is asked whether its message is still there, up to a hundred messages of a channel
with one request; and the newest hundred of each place in which something was asked are looked through for ✅.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.reputation.messages.service import LOOKED_AT_FOR
from cogs.places import Readable, readable
from cogs.reputation.reactions import MARK

log = logging.getLogger(__name__)

MOST_PLACES = 40
"""Places in which something was asked that are looked through for ✅, the latest first: one request each, and one for each
message that has any.
"""

PAGE = 100
"""Messages that one request brings."""

WHILE = timedelta(seconds=20)
"""How long one run begins with further places."""

PAUSE_SECONDS = 0.5
"""Between places: a twenty-fifth of what Discord allows."""


class LookDesk:
    """The handler of `reputation.look`, which is owed to each server from every start on."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._left: dict[int, list[int]] = {}
        """The places that are still to be looked at, in each server that is not through yet."""

    async def look(self, job: Job) -> datetime | None:
        """Look for a while; when to go on, or None at the end. Whatever fails is begun with again."""
        guild, ends_at = self._bot.guild_of(job.guild_id), self._bot.clock() + WHILE
        awarded = {
            channel_id: [one.message_id for one in messages]
            for channel_id, messages in groupby(
                await self._bot.services.awarded_messages.to_look_at(guild.id), lambda one: one.channel_id
            )
        }
        asked_in = await self._bot.services.replying.places_since(
            guild.id, self._bot.clock() - LOOKED_AT_FOR, MOST_PLACES
        )
        left = self._left.setdefault(guild.id, list(dict.fromkeys([*awarded, *asked_in])))
        while left:
            place = await readable(guild, left[0])
            if place is not None:
                await self._look_at(place, awarded.get(place.id, []))
                if place.id in asked_in:
                    await self._look_for_marks(place)
            left.pop(0)
            if left and self._bot.clock() >= ends_at:
                return self._bot.clock()
            await asyncio.sleep(PAUSE_SECONDS if left else 0)
        del self._left[guild.id]
        return None

    async def _look_at(self, place: Readable, message_ids: Sequence[int]) -> None:
        """What was awarded here, in the order in which it was written."""
        left = list(message_ids)
        while left:
            try:
                found = [
                    one
                    async for one in place.history(
                        limit=PAGE, after=discord.Object(left[0] - 1), oldest_first=True
                    )
                ]
            except (discord.NotFound, discord.Forbidden):
                return  # the place has gone, or is not for us any more: that takes nothing back
            until = found[-1].id if len(found) == PAGE else left[-1]
            seen, looked = {one.id: one for one in found}, [one for one in left if one <= until]
            gone = [one for one in looked if one not in seen]
            if gone:
                taken = await self._bot.services.awarded_messages.deleted(place.guild.id, gone)
                log.info("%d awards were for messages that are gone", taken)
            for message_id in looked:
                if message_id in seen:
                    await self._compare(place, seen[message_id])
            left = left[len(looked) :]

    async def _look_for_marks(self, place: Readable) -> None:
        try:
            newest = [one async for one in place.history(limit=PAGE)]
        except (discord.NotFound, discord.Forbidden):
            return
        for message in newest:
            if self._bot.clock() - message.created_at < LOOKED_AT_FOR and _mark(message) is not None:
                await self._compare(place, message)

    async def _compare(self, place: Readable, message: discord.Message) -> None:
        """Whoever has put or taken away a ✅ is looked at, as if Discord had told of it.

        One that stands since before its award was taken back looks like one that was put meanwhile: it is to be put anew.
        """
        marking, reaction = self._bot.services.marking, _mark(message)
        counted = await marking.marked_by(place.guild.id, message.id)
        there = set()
        if reaction is not None and reaction.count > reaction.me:
            try:
                there = {user.id async for user in reaction.users(limit=PAGE) if not user.bot}
            except (discord.NotFound, discord.Forbidden):
                return
        changed = there - await marking.heard(place.guild.id, message.id)
        changed |= counted - there if len(there) < PAGE else set()
        if changed:
            await marking.note(place.guild.id, place.id, message.id, changed)


def _mark(message: discord.Message) -> discord.Reaction | None:
    return next((one for one in message.reactions if str(one.emoji) == MARK), None)

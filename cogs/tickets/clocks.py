"""Tells staff of SLA clocks that run out: who has the ticket in a direct message, else all in the queue channel."""

from __future__ import annotations

import logging
import re
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.clocks.telling import of_data
from bot.tickets.ticket import Ticket
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import clocks as texts
from cogs.texts.language import Language
from cogs.tickets.hearing_first import HearingFirst
from cogs.tickets.holders import Holders
from cogs.ui.readers import public
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same
from cogs.ui.style import ALARM

log = logging.getLogger(__name__)

_NUMBER = re.compile(r"(?<!<)#(\d+)")
"""That of a ticket; with the bracket it is a channel."""


class ClockDesk:
    """The handlers of `clock.sweep` and `clock.line`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._clocks = bot.services.clocks
        self._holders = Holders(bot)
        self._hearing = HearingFirst(bot)

    async def sweep(self, job: Job) -> datetime | None:
        """Note what has run out, and owe a word of it; when to look again."""
        await self._clocks.begin(job.guild_id)
        acting = await self._clocks.acting(job.guild_id)
        if not await self._hearing.hear(acting, job):
            return self._bot.clock()
        return await self._clocks.tell(job.guild_id, await self._holders.of(job.guild_id, acting))

    async def line(self, job: Job) -> None:
        """Say it once, unless all of it has been done meanwhile."""
        told = of_data(job.data)
        named = await self._clocks.named(told)
        if not named and told.breached + told.warned == len(told.first):
            return
        guild = self._bot.guild_of(job.guild_id)
        t = public(guild, self._bot.config)
        text, head = texts.message(t, told, named), texts.headline(t, told)
        if told.to.member_id is not None and await self._tell(told.to.member_id, text, head, job):
            return
        queue = queue_channel(guild, self._bot.services.places, told.to.type_id)
        with at(queue):
            await self._say(queue, text, head, job)

    async def _tell(self, member_id: int, text: str, head: str, job: Job) -> bool:
        """Whether who has the tickets could be told; where they take no direct messages, the queue channel says it."""
        try:
            await self._say(await self._bot.create_dm(discord.Object(member_id)), text, head, job)
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("a member of staff cannot be told of a clock: code %s", error.code)
            return False
        return True

    async def _say(self, place: discord.abc.Messageable, text: str, head: str, job: Job) -> None:
        if job.attempts > 1 and await self._has_said(place, head, job):
            return
        await place.send(text, nonce=f"clk-{job.subject_id}")

    async def _has_said(self, place: discord.abc.Messageable, head: str, job: Job) -> bool:
        """Whether an interrupted run has. Its lines may have said more: something was done meanwhile. What is told to others
        at the same time has other tickets.
        """
        ours = {ticket.number for ticket in await self._clocks.told_of(of_data(job.data))}
        async for message in own_messages(place, self._bot.user):
            is_headed = can_tell_of(message, job.due_at) and _is_headed(message.content, head)
            if is_headed and {int(number) for number in _NUMBER.findall(message.content)} <= ours:
                return True
        return False


async def with_clock(t: Language, embed: discord.Embed, bot: SupportBot, ticket: Ticket) -> discord.Embed:
    """The card with the clock that is due next, and red once it has run out; as it is, while none runs out."""
    running = [one for one in await bot.services.clocks.of(ticket) if one.due_at is not None]
    if running and running[0].due_at is not None:
        due_at, now = running[0].due_at, bot.clock()
        embed.add_field(name=texts.label_clock(t), value=texts.clock(t, running[0], due_at, now))
        if due_at <= now:
            embed.colour = ALARM
    return embed


def _is_headed(text: str, head: str) -> bool:
    first = text.partition("\n")[0]
    return first[:1] == head[:1] and says_the_same(first, head)

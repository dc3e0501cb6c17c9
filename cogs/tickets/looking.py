"""At the start: looks through all tickets that are not closed for what has gone missing or unheard, gently."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered
from bot.tickets.ticket import Ticket
from bot.tickets.views import View, missing
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach

log = logging.getLogger(__name__)

WHILE = timedelta(seconds=20)
"""How long one run begins with further tickets. Each costs four requests, and one for each member who wrote in it what may
have been missed; how long these take is up to Discord.
"""

LONGEST_SECONDS = 20
"""For one ticket: with the time before, less than a handler may take, or it would be stopped at the same ticket for ever."""

PATIENCE = 4
"""At this attempt a ticket that takes longer is passed over; until then Discord may be what is slow."""

PORTION = 50
"""Tickets that are read at a time."""

PAUSE_SECONDS = 0.2
"""Between requests: at most five a second, a tenth of what Discord allows."""


class Looking:
    """The handler of `ticket.look`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)
        self._after: dict[int, int] = {}
        """The last ticket that was looked at, in each server that is not through yet since the start."""
        self._has_asked = False

    async def look(self, job: Job) -> datetime | None:
        """Look for a while; when to go on, or None at the end. A start begins with the first ticket, and a run after one
        that failed with the ticket at which that failed.
        """
        guild_id, ends_at = job.guild_id, self._bot.clock() + WHILE
        self._has_asked = False
        tickets = await self._delivery.unsettled(guild_id, self._after.get(guild_id, 0), PORTION)
        looked = lost = 0
        for ticket in tickets:
            lost += await self._look_at(ticket, job.attempts)
            looked += 1
            self._after[guild_id] = ticket.id
            if self._bot.clock() >= ends_at:
                break
        if tickets:
            log.info("looked at %d tickets; of %d something was missing", looked, lost)
        if looked == len(tickets) < PORTION:
            self._after.pop(guild_id, None)
            return None
        return self._bot.clock()

    async def _look_at(self, ticket: Ticket, attempt: int) -> bool:
        """Whether something was missing. TimeoutError where it takes too long, until patience ends."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                gone = await self._gone(ticket)
                if gone:
                    await self._delivery.lost(ticket.id, *gone)
                if View.THREAD not in gone:
                    await self._ear.catch_up(ticket, self._gently)
                return bool(gone)
        except TimeoutError:
            if attempt < PATIENCE:
                raise
            log.warning("ticket %d takes too long to look at, and is left to the next start", ticket.id)
            return False

    async def _gone(self, ticket: Ticket) -> set[View]:
        gone = set(missing(ticket.receipts, ticket.status))
        receipts, known = ticket.receipts, self._reach.known(ticket)
        if known is not None and known.locked:
            gone.add(View.LOCK)
        if self._reach.may_be_gone(ticket):
            await self._gently()
            try:
                if await self._reach.found(ticket) is None:
                    gone.add(View.THREAD)
            except Hindered:
                log.info("the thread of ticket #%d (id %d) cannot be seen", ticket.number, ticket.id)
        if receipts.card_channel_id is not None and receipts.card_message_id is not None:
            channel = self._reach.guild(ticket).get_channel(receipts.card_channel_id)
            if not isinstance(channel, discord.TextChannel) or self._reach.is_misplaced(ticket):
                return gone | {View.CARD}
            await self._gently()
            try:
                await channel.fetch_message(receipts.card_message_id)
            except discord.NotFound:
                gone.add(View.CARD)
            except discord.Forbidden:
                log.info("the card of ticket #%d (id %d) cannot be seen", ticket.number, ticket.id)
        return gone

    async def _gently(self) -> None:
        """Wait before the next request of this portion, but not before the first."""
        if self._has_asked:
            await asyncio.sleep(PAUSE_SECONDS)
        self._has_asked = True

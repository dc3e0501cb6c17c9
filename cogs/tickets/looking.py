"""At the start: looks through all tickets that are not closed for what has gone missing or unheard, gently."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered
from bot.tickets.lifecycle import Ticket
from bot.tickets.views import View, missing
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach

log = logging.getLogger(__name__)

PORTION = 30
"""Tickets of one run, which may take as long as a handler may: each costs three requests, and one for each member who wrote
in it what may have been missed.
"""

PAUSE_SECONDS = 0.2
"""Between requests: at most five a second, a tenth of what Discord allows."""


class Looking:
    """The handler of `ticket.look`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)
        self._begun: set[int] = set()
        self._has_asked = False

    async def look(self, job: Job) -> None:
        """One portion; then the next is owed. The first since the start begins with the first ticket."""
        after_id = job.data.get("after", 0) if job.guild_id in self._begun else 0
        self._begun.add(job.guild_id)
        self._has_asked = False
        tickets = await self._delivery.unsettled(job.guild_id, after_id, PORTION)
        lost = 0
        for ticket in tickets:
            if gone := await self._gone(ticket):
                lost += 1
                await self._delivery.lost(ticket.id, *gone)
            if View.THREAD not in gone:
                await self._ear.catch_up(ticket, self._gently)
        if tickets:
            log.info("looked at %d tickets; of %d something was missing", len(tickets), lost)
        if len(tickets) == PORTION:
            await self._delivery.look_on(job.guild_id, tickets[-1].id)

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
                log.info("the thread of ticket %d cannot be seen", ticket.id)
        if receipts.card_channel_id is not None and receipts.card_message_id is not None:
            channel = self._reach.guild(ticket).get_channel(receipts.card_channel_id)
            if not isinstance(channel, discord.TextChannel):
                return gone | {View.CARD}
            await self._gently()
            try:
                await channel.fetch_message(receipts.card_message_id)
            except discord.NotFound:
                gone.add(View.CARD)
            except discord.Forbidden:
                log.info("the card of ticket %d cannot be seen", ticket.id)
        return gone

    async def _gently(self) -> None:
        """Wait before the next request of this portion, but not before the first."""
        if self._has_asked:
            await asyncio.sleep(PAUSE_SECONDS)
        self._has_asked = True

"""Asks whether who has a ticket reads it (still): at the start where not all of staff do, and where one has come to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.ticket import Ticket
from cogs.places import things_in
from cogs.ui.actors import member_actor

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2
"""Before each further member that Discord is asked for."""


class Holders:
    """The handlers of `ticket.holders` and `ticket.holder`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._holding = bot.services.holding

    async def look(self, job: Job) -> None:
        """Give back what its holder does not read; who has left the server reads nothing."""
        held = await self._holding.held(job.guild_id)
        holders = await self.of(job.guild_id, held)
        for ticket in held:
            await self._give_back(ticket, holders[ticket.assignee_id])

    async def of(self, guild_id: int, tickets: Iterable[Ticket]) -> dict[int | None, Actor]:
        """Who has these, by their ids, as what they count by now."""
        ids = sorted({ticket.assignee_id for ticket in tickets if ticket.assignee_id is not None})
        if not ids:
            return {}
        guild = self._bot.guild_of(guild_id)
        # At a start nobody may have looked yet for the roles that config.yaml names now.
        self._bot.services.places.look(guild.id, things_in(guild))
        holders: dict[int | None, Actor] = {}
        for holder_id in ids:
            if holders:
                await asyncio.sleep(PAUSE_SECONDS)
            holders[holder_id] = await self._holder(guild, holder_id)
        return holders

    async def look_at(self, job: Job) -> None:
        """The same of this ticket. Where no role of staff is there, nobody could have it instead."""
        ticket = await self._bot.services.tickets.get(job.subject_id)
        guild = self._bot.guild_of(job.guild_id)
        if ticket.assignee_id is None or not self._bot.services.places.look(guild.id, things_in(guild)).staff:
            return
        await self._give_back(ticket, await self._holder(guild, ticket.assignee_id))

    async def _give_back(self, ticket: Ticket, holder: Actor) -> None:
        if await self._holding.give_back(ticket.id, holder) is not None:
            log.info("ticket #%d (id %d) was given back: its holder does not read it", ticket.number, ticket.id)

    async def _holder(self, guild: discord.Guild, member_id: int) -> Actor:
        try:
            member = await guild.fetch_member(member_id)
        except discord.NotFound:
            return Actor(member_id, guild_id=guild.id)
        return member_actor(member, self._bot.services.places)

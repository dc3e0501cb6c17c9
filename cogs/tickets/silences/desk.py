"""Does what is due in tickets whose requesters do not answer, once what they wrote is read."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.silences.service import AGAIN
from bot.tickets.ticket import Ticket
from cogs.hindrances import at
from cogs.tickets.contact import deliver
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach


class SilenceDesk:
    """The handlers of `ticket.silence` and `ticket.silences`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._silences = bot.services.ticket_silences
        self._reach = Reach(bot)
        self._ear = Ear(bot)

    async def due(self, job: Job) -> datetime | None:
        """Do it, if it is time by what stands in the thread now; when to look again. Unread, nobody is closed out."""
        now = self._bot.clock()
        due_at = await self._silences.due_at(job.subject_id)
        if due_at is None or due_at > now:
            return due_at
        ticket = await self._bot.services.tickets.get(job.subject_id)
        thread = await self._reach.thread(ticket)
        if thread is None:
            return now + AGAIN
        listening = self._bot.services.listening
        async with listening.in_order(thread.id):
            await self._look_for_offers(ticket, thread)
            lines = await self._ear.last(ticket, thread)
            heard = await listening.catch_up(ticket.id, lines)
            done = await self._silences.act(ticket.id, lines)
        if (changed := done.changed or heard) is not None:
            await deliver(self._bot, changed)
        return done.again_at

    async def arm(self, job: Job) -> None:
        """At a start the settings may be others than they were, or silence may have been switched off."""
        after_id: int | None = 0
        while after_id is not None:
            after_id = await self._silences.arm(job.guild_id, after_id)

    async def _look_for_offers(self, ticket: Ticket, thread: discord.Thread) -> None:
        """What was deleted while the bot was off counts for nothing, like what was never told."""
        for message_id in ticket.receipts.offer_ids:
            try:
                with at(thread):
                    await thread.fetch_message(message_id)
            except discord.NotFound:
                await self._bot.services.delivery.offer_withdrawn(ticket.id, thread.id, message_id)

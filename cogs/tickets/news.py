"""Tells a ticket's thread what has happened, each event once; and lets time close what stayed resolved."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.tickets.lifecycle import LIVE, StoredEvent, Ticket
from cogs.hindrances import at
from cogs.texts import tickets as texts
from cogs.tickets import embeds
from cogs.tickets.contact import deliver
from cogs.tickets.controls import event_view
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach, footer
from cogs.ui.recognising import can_tell_of, says_the_same


class News:
    """The handlers of the view `news` and of `ticket.auto_close`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)

    async def news(self, job: Job) -> None:
        """Say what has not been said. Where there is no thread nothing is taken for said: its receipt owes this."""
        ticket = await self._tickets.get(job.subject_id)
        events = await self._delivery.unannounced(ticket)
        if not events or (thread := await self._reach.thread(ticket)) is None:
            return
        for stored in events:
            thread = await self._announce(thread, ticket, stored, adopt=job.attempts > 1)
            await self._delivery.announced(ticket.id, thread.id, stored.id)

    async def auto_close(self, job: Job) -> None:
        """Time is up for a ticket that stayed resolved; but what its requester wrote unheard is heard first."""
        ticket = await self._tickets.get(job.subject_id)
        changed = await self._bot.services.listening.expire(ticket.id, await self._ear.lines(ticket))
        if changed is not None and changed.status in LIVE:
            await deliver(self._bot, changed)

    async def _announce(
        self, thread: discord.Thread, ticket: Ticket, stored: StoredEvent, *, adopt: bool
    ) -> discord.Thread:
        t = self._reach.inside(ticket)
        embed = embeds.event(t, ticket, stored, await self._goes_on_in(ticket, stored))
        if embed is None:
            return thread
        foot = texts.event_footer(t, ticket, stored.number)

        def tells(message: discord.Message) -> bool:
            return can_tell_of(message, stored.event.at) and says_the_same(footer(message), foot)

        if adopt and await self._reach.first(thread, tells):
            return thread
        thread = await self._reach.awake(ticket, thread)
        # Its row alone is no name for it: a restored database gives that out again.
        nonce = f"event-{snowflake(stored.event.at, stored.id)}"
        with at(thread):
            if (view := event_view(t, ticket, stored.event)) is not None:
                await thread.send(embed=embed, view=view, nonce=nonce)
            else:
                await thread.send(embed=embed, nonce=nonce)
        return thread

    async def _goes_on_in(self, ticket: Ticket, stored: StoredEvent) -> Ticket | None:
        """The ticket to which an event points."""
        if stored.event.number is None:
            return None
        return await self._tickets.by_number(ticket.guild_id, stored.event.number)

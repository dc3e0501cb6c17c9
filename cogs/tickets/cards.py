"""The card of a ticket in the queue channel: posted, adopted after a crash, posted again when deleted, redrawn."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.ticket import Status, Ticket
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.tickets import embeds
from cogs.tickets.controls import card_view, own_custom_ids
from cogs.tickets.reaching import Reach


class Cards:
    """The handler of the view `card`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)

    async def card(self, job: Job) -> None:
        """Make the card say what is so. A ticket that was closed before it had one needs none."""
        ticket = await self._tickets.get(job.subject_id)
        receipts = ticket.receipts
        if receipts.card_channel_id is not None and receipts.card_message_id is not None:
            channel = self._reach.guild(ticket).get_channel(receipts.card_channel_id)
            if isinstance(channel, discord.TextChannel) and await self._redraw(
                channel, receipts.card_message_id, ticket
            ):
                return
        queue = queue_channel(self._reach.guild(ticket), self._bot.services.places)
        card = (
            await self._reach.own_message(queue, ticket, own_custom_ids(ticket.id)) if job.attempts > 1 else None
        )
        if card is not None:
            await self._redraw(queue, card.id, ticket)
        elif receipts.card_message_id is None and ticket.status is Status.CLOSED:
            return
        else:
            card = await self._post(queue, ticket)
        await self._delivery.card_posted(ticket.id, queue.id, card.id)

    async def _post(self, queue: discord.TextChannel, ticket: Ticket) -> discord.Message:
        # In place of a deleted card: Discord refuses the nonce of a message that is gone.
        nonce = f"card-{ticket.receipts.card_message_id or ticket.id}"
        t = self._reach.staff(ticket)
        embed = embeds.card(t, ticket, self._bot.config.tickets, await self._bot.services.pasts.of(ticket))
        with at(queue):
            return await queue.send(embed=embed, view=card_view(t, ticket), nonce=nonce)

    async def _redraw(self, channel: discord.TextChannel, message_id: int, ticket: Ticket) -> bool:
        """Edit the card; False where somebody has deleted it."""
        t = self._reach.staff(ticket)
        embed = embeds.card(t, ticket, self._bot.config.tickets, await self._bot.services.pasts.of(ticket))
        try:
            with at(channel):
                await channel.get_partial_message(message_id).edit(view=card_view(t, ticket), embed=embed)
        except discord.NotFound:
            return False
        return True

"""The card of a ticket in the queue channel: posted, adopted after a crash, posted again when deleted, redrawn."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.matching.verdict import Verdict
from bot.tickets.ticket import LIVE, Status, Ticket
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import cards as texts
from cogs.texts import sending
from cogs.texts import silences as silence_texts
from cogs.texts import similar as similar_texts
from cogs.texts.language import Language
from cogs.tickets import embeds
from cogs.tickets.clocks import with_clock
from cogs.tickets.notes import NoteThreads
from cogs.tickets.offers import card_view, own_custom_ids
from cogs.tickets.reaching import Reach
from cogs.tickets.sending import failed
from cogs.tickets.tiers.embeds import with_tier
from cogs.ui.style import fitted


class Cards:
    """The handler of the view `card`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._notes = NoteThreads(bot)

    async def card(self, job: Job) -> None:
        """Make the card say what is so, where it belongs. A ticket that was closed before it had one needs none."""
        ticket = await self._tickets.get(job.subject_id)
        receipts = ticket.receipts
        if receipts.card_channel_id is not None and receipts.card_message_id is not None:
            channel = self._reach.guild(ticket).get_channel(receipts.card_channel_id)
            if isinstance(channel, discord.TextChannel):
                if self._reach.is_misplaced(ticket):
                    await self._take_away(channel, receipts.card_message_id)
                elif await self._redraw(channel, receipts.card_message_id, ticket):
                    return
        queue = queue_channel(self._reach.guild(ticket), self._bot.services.places, ticket.type_id)
        await self._notes.end(ticket)
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
        content = await self._content(ticket)
        with at(queue):
            return await queue.send(**content, nonce=nonce)

    async def _redraw(self, channel: discord.TextChannel, message_id: int, ticket: Ticket) -> bool:
        """Edit the card; False where somebody has deleted it."""
        content = await self._content(ticket)
        try:
            with at(channel):
                await channel.get_partial_message(message_id).edit(**content)
        except discord.NotFound:
            return False
        return True

    async def _take_away(self, channel: discord.TextChannel, message_id: int) -> None:
        """Others read there. The thread with its notes stays, to be read: staff may have written in it."""
        with at(channel), suppress(discord.NotFound):
            await channel.get_partial_message(message_id).delete()

    async def _content(self, ticket: Ticket) -> dict[str, Any]:
        """Of a closed ticket a line is left, and where it goes on if it does."""
        t = self._reach.staff(ticket)
        if ticket.status is not Status.CLOSED:
            return await card_message(t, self._bot, ticket)
        embed = embeds.closed_card(t, ticket, self._bot.config.tickets)
        if ticket.merged_into is not None:
            embed = await _with_relations(t, self._bot, embed, ticket)
        return {"embed": embed, "view": card_view(t, ticket)}


async def card_message(t: Language, bot: SupportBot, ticket: Ticket) -> dict[str, Any]:
    """What staff see of a ticket, with what went before it, the entry that may answer it, and the tickets that are like it."""
    advised = await bot.services.advising.of(ticket) if ticket.status in LIVE else None
    found = advised.to_send if advised else None
    embed = embeds.card(t, ticket, bot.config.tickets, await bot.services.pasts.of(ticket))
    embed = await _with_relations(t, bot, embed, ticket)
    embed = await with_clock(t, embed, bot, ticket)
    tiers = bot.services.tiers
    embed = with_tier(t, embed, ticket, tiers.ladder, await tiers.history(ticket))
    if advised is not None and (tried := failed(t, advised)) is not None:
        embed.add_field(name=sending.label_failed(t), value=tried, inline=False)
    if (live := await bot.services.close_requests.live(ticket)) is not None:
        said = silence_texts.request(t, live.event.at, live.event.until)
        embed.add_field(name=silence_texts.label_request(t), value=said, inline=False)
    if found is not None:
        entry, is_likely = found.entries[0], found.verdict is Verdict.ANSWER
        said = texts.entry(t, sending.entry(t, entry.wording(t.code).title, found.score), entry.id)
        embed.add_field(name=texts.label_entry(t, is_likely=is_likely), value=said, inline=False)
    if ticket.status in LIVE and (similar := await bot.services.similar.to(ticket)):
        said = similar_texts.similar(t, similar)
        embed.add_field(name=similar_texts.label_similar(t), value=said, inline=False)
    has_macros = bool(bot.services.macros.of_type(ticket.type_id))
    return {"embed": fitted(embed), "view": card_view(t, ticket, has_macros=has_macros)}


async def _with_relations(t: Language, bot: SupportBot, embed: discord.Embed, ticket: Ticket) -> discord.Embed:
    """The card with what it may say of other tickets: who sees it does not read them all."""
    found = await bot.services.delivery.relations(ticket)
    return embeds.with_relations(t, embed, found.beside(bot.config.tickets.hidden_beside(ticket.type_id)))

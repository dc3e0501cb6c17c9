"""Where a ticket is in Discord: its community, its thread, our messages in it, and the languages spoken there."""

from __future__ import annotations

from collections.abc import Callable, Collection

import discord

from bot.client import SupportBot
from bot.tickets.ticket import LIVE, Status, Ticket
from bot.tickets.views import View
from cogs.hindrances import at
from cogs.places import find_queue_channel, find_tickets_channel
from cogs.texts.language import Language
from cogs.ui.controls import carries
from cogs.ui.readers import public, those_in
from cogs.ui.recognising import own_messages

Place = discord.TextChannel | discord.Thread


class Reach:
    """What the views of tickets share. What is not there (any more) is None, and owed again."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    def guild(self, ticket: Ticket) -> discord.Guild:
        """Raises LookupError where we are not in it (any more)."""
        return self._bot.guild_of(ticket.guild_id)

    async def thread(self, ticket: Ticket) -> discord.Thread | None:
        """The ticket's thread; None where it has none, or no longer: then another one is owed if somebody waits."""
        thread = await self.found(ticket)
        if thread is None and ticket.receipts.thread_id is not None and ticket.status in LIVE:
            await self._bot.services.delivery.lost(ticket.id, View.THREAD)
        return thread

    async def found(self, ticket: Ticket) -> discord.Thread | None:
        """The thread that the receipt names, if it is there."""
        thread_id = ticket.receipts.thread_id
        if thread_id is None:
            return None
        if (known := self.known(ticket)) is not None:
            return known
        guild = self.guild(ticket)
        try:
            hangs_in = find_tickets_channel(guild, self._bot.services.places, ticket.type_id)
            with at(hangs_in or discord.Object(thread_id)):
                channel = await guild.fetch_channel(thread_id)
        except discord.NotFound:
            return None
        if not isinstance(channel, discord.Thread):
            raise TypeError(f"channel {thread_id} of ticket {ticket.id} is no thread")
        return channel

    def known(self, ticket: Ticket) -> discord.Thread | None:
        """The thread, if Discord has told us of it: it does so of those that are not archived."""
        guild, thread_id = self._bot.get_guild(ticket.guild_id), ticket.receipts.thread_id
        return guild.get_thread(thread_id) if guild is not None and thread_id is not None else None

    def is_misplaced(self, ticket: Ticket) -> bool:
        """Whether the card of a ticket that is not closed stands where others read than those for whom its type is, as far
        as the channel for these is there.
        """
        guild, stands_in = self.guild(ticket), ticket.receipts.card_channel_id
        queue = find_queue_channel(guild, self._bot.services.places, ticket.type_id)
        moves = stands_in is not None and ticket.status is not Status.CLOSED
        return moves and queue is not None and queue.id != stands_in

    def hangs_elsewhere(self, ticket: Ticket) -> int | None:
        """The channel of its thread, where that is another one than the threads of its type have by now."""
        thread, places = self.known(ticket), self._bot.services.places
        wanted = find_tickets_channel(self.guild(ticket), places, ticket.type_id)
        return (
            thread.parent_id
            if thread is not None and wanted is not None and thread.parent_id != wanted.id
            else None
        )

    def may_be_gone(self, ticket: Ticket) -> bool:
        """Whether somebody waits in a thread of which we do not know that it is there."""
        return ticket.status in LIVE and ticket.receipts.thread_id is not None and self.known(ticket) is None

    async def awake(self, ticket: Ticket, thread: discord.Thread) -> discord.Thread:
        """The thread, to be written in: an archived one takes no edits, and in a locked one its requester cannot answer.

        That of a closed ticket is to be locked again.
        """
        is_shut = thread.locked and ticket.status is not Status.CLOSED
        if not thread.archived and not is_shut:
            return thread
        await self._bot.services.delivery.thread_wakes(ticket.id)
        with at(thread):
            if thread.locked:
                return await thread.edit(archived=False, locked=False)
            return await thread.edit(archived=False)

    async def own_message(
        self, place: Place, ticket: Ticket, custom_ids: Collection[str], *, oldest_first: bool = False
    ) -> discord.Message | None:
        """The message of ours here that carries one of these, and belongs to no ticket of a database that was lost."""
        return await self.first(
            place,
            lambda message: message.id > ticket.interaction_id and carries(message, *custom_ids),
            oldest_first=oldest_first,
        )

    async def first(
        self, place: Place, wanted: Callable[[discord.Message], bool], *, oldest_first: bool = False
    ) -> discord.Message | None:
        """The first of our messages here that is wanted, from the newest on or from the oldest."""
        with at(place):
            async for message in own_messages(place, self._bot.user, oldest_first=oldest_first):
                if wanted(message):
                    return message
        return None

    def inside(self, ticket: Ticket) -> Language:
        """What is spoken in the ticket's thread."""
        return those_in(ticket, self._bot.get_guild(ticket.guild_id), self._bot.config)

    def staff(self, ticket: Ticket) -> Language:
        """What is spoken where staff see its card."""
        return public(self._bot.get_guild(ticket.guild_id), self._bot.config)


def footer(message: discord.Message) -> str | None:
    """What stands at the foot of a message: by it a message is known again."""
    return message.embeds[0].footer.text if message.embeds else None

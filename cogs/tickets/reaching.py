"""Where a ticket is in Discord: its community, its thread, our messages in it, and the languages spoken there."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.client import SupportBot
from bot.tickets.lifecycle import LIVE, Status, Ticket
from bot.tickets.views import View
from cogs.hindrances import at
from cogs.places import find_tickets_channel
from cogs.texts.language import Language
from cogs.tickets.controls import own_custom_ids
from cogs.ui.controls import carries
from cogs.ui.readers import public, those_in

LOOK_BACK = 100
"""Messages that are searched for an own one."""

Place = discord.TextChannel | discord.Thread


class Reach:
    """What the views of tickets share. What is not there (any more) is None, and owed again."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    def guild(self, ticket: Ticket) -> discord.Guild:
        """Raises LookupError where we are not in it (any more)."""
        guild = self._bot.get_guild(ticket.guild_id)
        if guild is None:
            raise LookupError(f"not in guild {ticket.guild_id} (any more), or Discord is not ready")
        return guild

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
        guild = self.guild(ticket)
        if (known := guild.get_thread(thread_id)) is not None:
            return known
        try:
            with at(find_tickets_channel(guild, self._bot.services.places) or discord.Object(thread_id)):
                channel = await guild.fetch_channel(thread_id)
        except discord.NotFound:
            return None
        if not isinstance(channel, discord.Thread):
            raise TypeError(f"channel {thread_id} of ticket {ticket.id} is no thread")
        return channel

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
        self, place: Place, ticket: Ticket, *, oldest_first: bool = False
    ) -> discord.Message | None:
        """The message of ours here that belongs to the ticket, and not to one of a database that was lost."""
        custom_ids = own_custom_ids(ticket.id)
        return await self.first(
            place,
            lambda message: message.id > ticket.interaction_id and carries(message, *custom_ids),
            oldest_first=oldest_first,
        )

    async def first(
        self, place: Place, wanted: Callable[[discord.Message], bool], *, oldest_first: bool = False
    ) -> discord.Message | None:
        """The first of our messages here that is wanted, from the newest on or from the oldest."""
        me = place.guild.me.id
        with at(place):
            async for message in place.history(limit=LOOK_BACK, oldest_first=oldest_first):
                if message.author.id == me and wanted(message):
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

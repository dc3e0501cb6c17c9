"""What is written in tickets' threads: heard as it comes, and read up on where it was missed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.tickets.hearing import Line
from bot.tickets.merges.service import Apart
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket
from cogs.tickets.contact import deliver
from cogs.ui.actors import member_actor
from cogs.ui.recognising import LOOK_BACK
from cogs.ui.replies import UNREACHED
from cogs.ui.written import BY_PEOPLE, words_alone

log = logging.getLogger(__name__)

Pause = Callable[[], Awaitable[None]]


async def _at_once() -> None:
    """Before a request that need not wait."""


class Ear:
    """Hears for `bot.tickets.listening`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._listening = bot.services.listening

    async def hear(self, message: discord.Message, by: Actor) -> Ticket | None:
        """Somebody wrote this: the ticket that it changes, to be shown. Raises DatabaseBusy; then it may be heard again."""
        return await self._listening.wrote(
            message.channel.id, words_alone(message), by=by, written_at=_written_at(message)
        )

    async def show(self, changed: Ticket) -> None:
        """What was heard has changed it."""
        await deliver(self._bot, changed)

    async def catch_up(self, ticket: Ticket, pause: Pause) -> None:
        """Hear what was written in the ticket's thread and not heard. `pause` comes before each request."""
        async with self._listening.in_order(ticket.receipts.thread_id or 0):
            lines = await self.lines(ticket, pause)
            changed = await self._listening.catch_up(ticket.id, lines) if lines else None
        if changed is not None:
            await deliver(self._bot, changed)

    async def lines(self, ticket: Ticket, pause: Pause = _at_once) -> list[Line]:
        """What members wrote last in the ticket's thread, as far as it may matter, the newest first.

        Where the thread cannot be read, nothing is known of it.
        """
        since = await self._listening.missed_since(ticket)
        if since is None or ticket.receipts.thread_id is None:
            return []
        thread = self._bot.get_partial_messageable(ticket.receipts.thread_id, guild_id=ticket.guild_id)
        await pause()
        try:
            messages = [
                message
                async for message in thread.history(limit=LOOK_BACK, after=since, oldest_first=False)
                if not message.author.bot and message.type in BY_PEOPLE
            ]
        except (discord.NotFound, discord.Forbidden):
            log.info("the thread of ticket #%d (id %d) cannot be read", ticket.number, ticket.id)
            return []
        authors = {message.author.id for message in messages}
        staff = {author_id for author_id in authors if await self._is_staff(ticket, author_id, pause)}
        return [
            Line(message.author.id, words_alone(message), _written_at(message), message.author.id in staff)
            for message in messages
        ]

    async def said_in(self, apart: Apart, guild_id: int) -> list[Line] | None:
        """What members wrote where a ticket goes on, since it does; None where that cannot be read, or not all of it."""
        found = list[Line]()
        for other in apart.elsewhere:
            if other.thread_id is None:
                continue
            thread = self._bot.get_partial_messageable(other.thread_id, guild_id=guild_id)
            try:
                messages = [one async for one in thread.history(limit=LOOK_BACK, after=apart.since)]
            except UNREACHED:
                return None
            if len(messages) == LOOK_BACK:
                return None
            found += [
                Line(message.author.id, words_alone(message), _written_at(message))
                for message in messages
                if not message.author.bot and message.type in BY_PEOPLE
            ]
        return found

    async def _is_staff(self, ticket: Ticket, author_id: int, pause: Pause) -> bool:
        """Whether the author of a line that was read counts as staff: Discord does not send their roles with it."""
        guild = self._bot.get_guild(ticket.guild_id)
        if author_id == ticket.requester_id or guild is None:
            return False
        await pause()
        try:
            member = await guild.fetch_member(author_id)
            return reads(ticket, member_actor(member, self._bot.services.places))
        except discord.NotFound:
            return False


def _written_at(message: discord.Message) -> datetime:
    """By Discord's clock; of two lines of one millisecond, the later one has the higher number at the end of its id."""
    return message.created_at + timedelta(microseconds=min(message.id & 0xFFF, 999))

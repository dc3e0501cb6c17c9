"""What is written in tickets' threads: heard as it comes, and read up on where it was missed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.tickets.hearing import Line
from bot.tickets.merges.service import Apart
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket
from cogs.hindrances import at
from cogs.tickets.contact import deliver
from cogs.tickets.record.catching_up import CatchingUp
from cogs.tickets.record.reading import said_in
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
        self._recording = bot.services.recording
        self._catching_up = CatchingUp(bot)

    async def hear(self, message: discord.Message, by: Actor) -> Ticket | None:
        """Somebody wrote this: the ticket that it changes, to be shown. Raises DatabaseBusy; then it may be heard again."""
        said = said_in(message, self._bot) if self._recording.is_on else None
        return await self._listening.wrote(
            message.channel.id, words_alone(message), by=by, written_at=_written_at(message), said=said
        )

    async def keep(self, message: discord.Message) -> None:
        """A bot wrote this, or Discord itself: it is kept, and means nothing else. Raises DatabaseBusy."""
        await self._recording.heard(said_in(message, self._bot))

    async def show(self, changed: Ticket) -> None:
        """What was heard has changed it."""
        await deliver(self._bot, changed)

    async def catch_up(self, ticket: Ticket, pause: Pause) -> None:
        """Hear what was written in the ticket's thread and not heard, and keep what was said there and below its card.
        `pause` comes before each request.
        """
        thread_id = ticket.receipts.thread_id
        async with self._listening.in_order(thread_id or 0):
            if self._recording.is_on and thread_id is not None:
                lines = await self._read_up(ticket, thread_id, pause)
            else:
                lines = await self.lines(ticket, pause)
            changed = await self._listening.catch_up(ticket.id, lines) if lines else None
        if changed is not None:
            await deliver(self._bot, changed)
        await self.read_notes(ticket, pause)

    async def _read_up(self, ticket: Ticket, thread_id: int, pause: Pause) -> list[Line]:
        """As `lines`, of what is kept at the same time."""
        if not await self._catching_up.read(ticket, thread_id, pause):
            return []
        since = await self._listening.missed_since(ticket)
        if since is None:
            return []
        written = await self._recording.written_since(thread_id, since, LOOK_BACK)
        staff = await self._staff_among({one.author.id for one in written}, ticket, pause)
        return [
            Line(one.author.id, one.words.alone, _dated(one.at, one.id), one.author.id in staff) for one in written
        ]

    async def read_before_shutting(self, ticket: Ticket) -> None:
        """Keep what was said in its threads and not heard: once they are shut, nobody reads them up."""
        thread_id = ticket.receipts.thread_id
        if thread_id is not None and self._recording.is_on and self._recording.misses(thread_id):
            async with self._listening.in_order(thread_id):
                await self._catching_up.read(ticket, thread_id, _at_once)
        await self.read_notes(ticket)

    async def read_notes(self, ticket: Ticket, pause: Pause = _at_once) -> None:
        """Keep what staff said below its cards and was not heard. Discord has not told us of the threads that are archived,
        so each is asked for.
        """
        if not self._recording.is_on:
            return
        for thread_id in await self._recording.note_threads(ticket):
            if self._recording.misses(thread_id):
                async with self._listening.in_order(thread_id):
                    await self._catching_up.read(ticket, thread_id, pause)

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
            return await self._lines(ticket, thread, since, pause)
        except (discord.NotFound, discord.Forbidden):
            log.info("the thread of ticket #%d (id %d) cannot be read", ticket.number, ticket.id)
            return []

    async def last(self, ticket: Ticket, thread: discord.Thread) -> list[Line]:
        """The newest lines in the ticket's thread, the newest first. Raises Hindered where it cannot be read."""
        with at(thread):
            return await self._lines(ticket, thread, None, _at_once)

    async def _lines(
        self, ticket: Ticket, thread: discord.abc.Messageable, since: datetime | None, pause: Pause
    ) -> list[Line]:
        messages = [
            message
            async for message in thread.history(limit=LOOK_BACK, after=since, oldest_first=False)
            if not message.author.bot and message.type in BY_PEOPLE
        ]
        staff = await self._staff_among({message.author.id for message in messages}, ticket, pause)
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

    async def _staff_among(self, author_ids: Collection[int], ticket: Ticket, pause: Pause) -> set[int]:
        return {author_id for author_id in author_ids if await self._is_staff(ticket, author_id, pause)}

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
    return _dated(message.created_at, message.id)


def _dated(at: datetime, message_id: int) -> datetime:
    """By Discord's clock; of two lines of one millisecond, the later one has the higher number at the end of its id."""
    return at + timedelta(microseconds=min(message_id & 0xFFF, 999))

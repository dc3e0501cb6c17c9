"""The thread of a ticket, the requester in it, and its lock: made, adopted after a crash, made again when deleted.

What Discord made before the request is never adopted, whatever it is called: it belongs to a database that was lost.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.ticket import LIVE, Status, Ticket
from cogs.hindrances import TOO_MANY_THREADS, at
from cogs.places import tickets_channel
from cogs.texts import guests as guest_texts
from cogs.texts import tickets as texts
from cogs.tickets import embeds
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach
from cogs.ui.readers import public
from cogs.ui.recognising import has_said

log = logging.getLogger(__name__)

LOOK_BACK = 100
"""Archived threads that are searched for an own one: as many as one request brings."""

UNKNOWN_CHANNEL = 10003


class Threads:
    """The handlers of the views `thread`, `member` and `lock`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)

    async def thread(self, job: Job) -> None:
        """See to it that the ticket has a thread. One that is deleted once nobody waits stays deleted."""
        ticket = await self._tickets.get(job.subject_id)
        if ticket.receipts.thread_id is not None:
            if ticket.status not in LIVE or await self._reach.found(ticket) is not None:
                return
            log.warning("the thread of ticket #%d (id %d) is gone", ticket.number, ticket.id)
        channel = tickets_channel(self._reach.guild(ticket), self._bot.services.places, ticket.type_id)
        thread = await self._adopted(channel, ticket) if job.attempts > 1 else None
        if thread is None:
            thread = await self._make(channel, ticket)
        await self._delivery.thread_made(ticket.id, thread.id, run_now=job.is_awaited)

    async def member(self, job: Job) -> None:
        """Add the requester and the others who belong there, unless it is known that they are there, and take out who does
        not. Who has left the community is added when they come back.
        """
        ticket = await self._tickets.get(job.subject_id)
        is_added = ticket.receipts.requester_added
        to_add, to_remove = await self._delivery.guests_owed(ticket)
        if is_added and not to_add and not to_remove:
            return
        if (thread := await self._reach.thread(ticket)) is None:
            return
        thread = await self._reach.awake(ticket, thread)
        if not is_added:
            if await self._add(thread, ticket, ticket.requester_id):
                await self._delivery.member_added(ticket.id, thread.id)
            else:
                await self._say_gone(thread, ticket)
        for member_id in to_add:
            if await self._add(thread, ticket, member_id):
                await self._delivery.guest_seen(ticket.id, thread.id, member_id, is_there=True)
        for member_id in to_remove:
            await self._remove(thread, member_id)
            await self._delivery.guest_seen(ticket.id, thread.id, member_id, is_there=False)

    async def lock(self, job: Job) -> None:
        """Archive and lock the thread of a closed ticket, once all is kept that was said there; free that of another."""
        ticket = await self._tickets.get(job.subject_id)
        thread = await self._reach.thread(ticket)
        if ticket.status is Status.CLOSED and (thread is None or not thread.locked):
            await self._ear.read_before_shutting(ticket)
        if thread is None:
            return
        with at(thread):
            if ticket.status is Status.CLOSED:
                if thread.archived and not thread.locked:
                    thread = await thread.edit(archived=False)
                if not thread.archived:
                    await thread.edit(archived=True, locked=True)
            elif thread.locked:
                await thread.edit(archived=False, locked=False)

    async def _add(self, thread: discord.Thread, ticket: Ticket, member_id: int) -> bool:
        """Whether they are in the thread now; who has left the community is not."""
        try:
            with at(thread):
                await thread.add_user(discord.Object(member_id))
        except discord.NotFound as error:
            if error.code == UNKNOWN_CHANNEL:
                raise
            log.info("somebody who belongs to ticket #%d (id %d) has left the community", ticket.number, ticket.id)
            return False
        return True

    async def _say_gone(self, thread: discord.Thread, ticket: Ticket) -> None:
        """Staff write to nobody there: they are told so, once."""
        line = guest_texts.requester_gone(public(thread.guild, self._bot.config), ticket)
        if not await has_said(thread, self._bot.user, line):
            with at(thread):
                await thread.send(line)

    async def _remove(self, thread: discord.Thread, member_id: int) -> None:
        """Who is not there (any more) need not be removed."""
        try:
            with at(thread):
                await thread.remove_user(discord.Object(member_id))
        except discord.NotFound as error:
            if error.code == UNKNOWN_CHANNEL:
                raise

    async def _make(self, channel: discord.TextChannel, ticket: Ticket) -> discord.Thread:
        """Under a plainer name where Discord does not take ours: the summary is what somebody wrote."""
        *full, plainest = self._names(ticket)
        for name in full:
            try:
                return await self._create(channel, name)
            except discord.HTTPException as error:
                if error.status != HTTPStatus.BAD_REQUEST or error.code == TOO_MANY_THREADS:
                    with at(channel):
                        raise
                log.warning(
                    "Discord refuses a name for the thread of ticket #%d (id %d): code %s",
                    ticket.number,
                    ticket.id,
                    error.code,
                )
        with at(channel):
            return await self._create(channel, plainest)

    async def _create(self, channel: discord.TextChannel, name: str) -> discord.Thread:
        return await channel.create_thread(
            name=name,
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=10080,
        )

    async def _adopted(self, channel: discord.TextChannel, ticket: Ticket) -> discord.Thread | None:
        guild, prefix = channel.guild, _prefix(ticket)
        with at(channel):
            candidates = [thread for thread in await guild.active_threads() if thread.parent_id == channel.id]
            candidates += [
                thread async for thread in channel.archived_threads(private=True, joined=True, limit=LOOK_BACK)
            ]
        return next(
            (
                thread
                for thread in candidates
                if thread.owner_id == guild.me.id
                and thread.id > ticket.interaction_id
                and thread.name.startswith(prefix)
            ),
            None,
        )

    def _names(self, ticket: Ticket) -> tuple[str, ...]:
        """Each starts with the number, by which an interrupted run finds its own thread again."""
        t = self._reach.inside(ticket)
        label = embeds.type_label(t, ticket, self._bot.config.tickets)
        return (
            texts.thread_name(t, ticket, label),
            texts.thread_name(t, ticket, label, with_summary=False),
            texts.plain_thread_name(t, ticket),
        )


def _prefix(ticket: Ticket) -> str:
    return f"#{ticket.number} "

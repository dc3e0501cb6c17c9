"""Shows promises in Discord: a message in the ticket's thread, and a line for staff when it is time for one.

A repeated run first looks for what an earlier one has sent, and takes away what that has not come to.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.promises.promise import UNSETTLED, Promise, Says, Shown, State, caller
from bot.tickets.promises.service import Standing
from bot.tickets.ticket import Ticket
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import promises as texts
from cogs.texts.forms import member
from cogs.tickets.promises import embeds
from cogs.tickets.promises.controls import own_custom_id, requester_view, staff_view
from cogs.tickets.reaching import Reach, footer
from cogs.ui.controls import carries
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same

log = logging.getLogger(__name__)


class PromiseDesk:
    """The handlers of the jobs `promise.show` and `promise.line`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._promises = bot.services.promises
        self._reach = Reach(bot)

    async def show(self, job: Job) -> None:
        """Bring the message in the thread up to date. Where there is no thread, that is owed again with it; one that
        somebody deleted stays deleted. A proposed time asks for an answer, so it comes as a new message.
        """
        standing = await self._promises.standing(job.subject_id)
        if standing is None or (thread := await self._reach.thread(standing.ticket)) is None:
            return
        promise, ticket = standing.promise, standing.ticket
        known = promise.shown.message_id if promise.shown.thread_id == thread.id else None
        is_told = known is not None and (
            promise.state is not State.PROPOSED or promise.shown.proposal_at == promise.due_at
        )
        foot = texts.foot(self._reach.inside(ticket), ticket, promise)

        def tells(message: discord.Message) -> bool:
            return can_tell_of(message, promise.made_at) and says_the_same(footer(message), foot)

        own = await self._own(thread, tells) if job.attempts > 1 else []
        newer = next((message_id for message_id in own if known is None or message_id > known), None)
        if known is None and newer is None and promise.state not in UNSETTLED:
            return
        thread = await self._reach.awake(ticket, thread)
        if is_told and known is not None:
            await self._redraw(thread, known, standing)
            kept = known
        else:
            kept = newer or (await self._tell(thread, standing)).id
        if known is None:
            await self._take_from_before(promise, thread)
        proposal_at = promise.due_at if promise.state is State.PROPOSED else None
        if (kept, proposal_at) != (known, promise.shown.proposal_at):
            await self._promises.shown(promise.id, thread.id, kept, proposal_at)
        for message_id in {*own, *([known] if known is not None else [])} - {kept}:
            await _delete(thread, message_id)

    async def line(self, job: Job) -> datetime | None:
        """Let staff read in their queue channel what they have to hear of it now, whoever has the ticket by name; says
        when that will be something else.
        """
        standing = await self._promises.standing(job.subject_id)
        if standing is None:
            return None
        promise, ticket, says = standing.promise, standing.held_in, standing.says
        shown, assignee_id = promise.shown, ticket.assignee_id
        if says is None:
            if shown.line_message_id is not None or job.attempts > 1:
                await self._take_back(standing, job)
            return standing.next_at
        queue = queue_channel(self._reach.guild(ticket), self._bot.services.places, ticket.type_id)
        if shown.line_message_id is not None and shown.line_channel_id != queue.id:
            await self._take_back(standing, job)  # the ticket is of a type that others read
        known = shown.line_message_id if shown.line_channel_id == queue.id else None
        own = await self._own(queue, self._is_of(promise, standing.ticket)) if job.attempts > 1 else []
        if known is not None and (shown.line_says, shown.line_member_id) == (says, assignee_id):
            await self._rewrite(queue, known, standing, says)
            kept = known
        else:
            newer = next((message_id for message_id in own if known is None or message_id > known), None)
            kept = newer or (await self._write(queue, standing, says)).id
            await self._promises.said(promise.id, _line(shown, queue.id, kept, says, assignee_id))
        for message_id in {*own, *([known] if known is not None else [])} - {kept}:
            await _delete(queue, message_id)
        return standing.next_at

    async def _take_back(self, standing: Standing, job: Job) -> None:
        promise, ticket = standing.promise, standing.held_in
        shown = promise.shown
        channel = self._reach.guild(ticket).get_channel(shown.line_channel_id or 0)
        if not isinstance(channel, discord.TextChannel):
            channel = queue_channel(self._reach.guild(ticket), self._bot.services.places, ticket.type_id)
        own = await self._own(channel, self._is_of(promise, standing.ticket)) if job.attempts > 1 else []
        for message_id in {*own, *([shown.line_message_id] if shown.line_message_id is not None else [])}:
            await _delete(channel, message_id)
        await self._promises.said(promise.id, _line(shown, None, None, None, None))

    async def _take_from_before(self, promise: Promise, thread: discord.Thread) -> None:
        """It stood in the thread of another ticket, in which this one went on, or in one that is gone."""
        shown = promise.shown
        if shown.message_id is not None and (before := thread.guild.get_thread(shown.thread_id or 0)) is not None:
            await _delete(before, shown.message_id)

    async def _tell(self, thread: discord.Thread, standing: Standing) -> discord.Message:
        """Who is asked something is called."""
        promise, ticket = standing.promise, standing.ticket
        t = self._reach.inside(ticket)
        embed = embeds.promise(t, ticket, promise)
        nonce = f"prom-{_after(promise, promise.shown.message_id)}"
        with at(thread):
            if promise.state is State.PROPOSED:
                asked = caller(promise, ticket)
                return await thread.send(
                    member(asked),
                    embed=embed,
                    view=requester_view(t, promise),
                    nonce=nonce,
                    allowed_mentions=_only(asked),
                )
            return await thread.send(embed=embed, nonce=nonce)

    async def _redraw(self, thread: discord.Thread, message_id: int, standing: Standing) -> None:
        promise, ticket = standing.promise, standing.ticket
        t = self._reach.inside(ticket)
        embed, controls = embeds.promise(t, ticket, promise), requester_view(t, promise)
        try:
            with at(thread):
                await thread.get_partial_message(message_id).edit(embed=embed, view=controls)
        except discord.NotFound:
            log.info("the message of promise %d has been deleted", promise.id)

    async def _write(self, queue: discord.TextChannel, standing: Standing, says: Says) -> discord.Message:
        promise, ticket = standing.promise, standing.held_in
        t = self._reach.staff(ticket)
        with at(queue):
            return await queue.send(
                texts.line(t, ticket, promise, says),
                view=staff_view(t, [promise], self._promises.zone, self._bot.clock()),
                nonce=f"line-{_after(promise, promise.shown.line_message_id, promise.due_at, says)}",
                allowed_mentions=_only(ticket.assignee_id),
            )

    async def _rewrite(self, queue: discord.TextChannel, message_id: int, standing: Standing, says: Says) -> None:
        promise, ticket = standing.promise, standing.held_in
        t = self._reach.staff(ticket)
        try:
            with at(queue):
                await queue.get_partial_message(message_id).edit(
                    content=texts.line(t, ticket, promise, says),
                    view=staff_view(t, [promise], self._promises.zone, self._bot.clock()),
                )
        except discord.NotFound:
            log.info("the line about promise %d has been deleted", promise.id)

    def _is_of(self, promise: Promise, ticket: Ticket) -> Callable[[discord.Message], bool]:
        """Whether a message is a line about it, and not of a database that was lost."""
        custom_id = own_custom_id(promise)
        return lambda message: message.id > ticket.interaction_id and carries(message, custom_id)

    async def _own(
        self, place: discord.TextChannel | discord.Thread, wanted: Callable[[discord.Message], bool]
    ) -> list[int]:
        """Our messages here that are wanted, the newest first."""
        with at(place):
            return [message.id async for message in own_messages(place, self._bot.user) if wanted(message)]


async def _delete(place: discord.TextChannel | discord.Thread, message_id: int) -> None:
    try:
        with at(place):
            await place.get_partial_message(message_id).delete()
    except discord.NotFound:
        return


def _line(
    shown: Shown, channel_id: int | None, message_id: int | None, says: Says | None, member_id: int | None
) -> Shown:
    return replace(
        shown,
        line_channel_id=channel_id,
        line_message_id=message_id,
        line_says=says,
        line_member_id=member_id,
    )


def _only(member_id: int | None) -> discord.AllowedMentions:
    users = [discord.Object(member_id)] if member_id is not None else []
    return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)


def _after(promise: Promise, *before: object) -> int:
    """The same in a run that repeats another, and another one after each message that went before."""
    return zlib.crc32(repr((promise.id, *before)).encode())

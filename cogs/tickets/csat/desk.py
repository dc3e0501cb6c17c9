"""Shows in the queue channel who follows up on a low score, and what its customer says."""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.csat.following import Standing
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import csat as texts
from cogs.tickets.csat import embeds
from cogs.tickets.csat.controls import follow_up_view, own_custom_ids
from cogs.tickets.reaching import Reach

log = logging.getLogger(__name__)


class FollowUpDesk:
    """The handler of the job `csat.follow_up`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._follow_ups = bot.services.follow_ups
        self._reach = Reach(bot)

    async def line(self, job: Job) -> None:
        """Write it, or bring it up to date. One that somebody deleted stays deleted: `/my` has it all the same."""
        standing = await self._follow_ups.standing(job.subject_id)
        if standing is None:
            return
        wanted, ticket = standing.follow_up, standing.ticket
        guild = self._reach.guild(ticket)
        queue = queue_channel(guild, self._bot.services.places, ticket.type_id)
        if wanted.message_id is not None and wanted.channel_id == queue.id:
            await self._redraw(queue, wanted.message_id, standing)
            return
        # The ticket is of a type that others read: what its customer says is not for all who read it before.
        before = guild.get_channel(wanted.channel_id or 0)
        if wanted.message_id is not None and isinstance(before, discord.TextChannel):
            await _delete(before, wanted.message_id)
        adopted = (
            await self._reach.own_message(queue, ticket, own_custom_ids(ticket.id)) if job.attempts > 1 else None
        )
        if adopted is not None:
            await self._redraw(queue, adopted.id, standing)
            message_id = adopted.id
        else:
            message_id = (await self._write(queue, standing)).id
        await self._follow_ups.shown(ticket.id, queue.id, message_id)

    async def _write(self, queue: discord.TextChannel, standing: Standing) -> discord.Message:
        shown = {name: value for name, value in self._content(standing).items() if value is not None}
        nonce = f"csat-{standing.follow_up.message_id or standing.ticket.id}"
        with at(queue):
            return await queue.send(**shown, nonce=nonce)

    async def _redraw(self, queue: discord.TextChannel, message_id: int, standing: Standing) -> None:
        try:
            with at(queue):
                await queue.get_partial_message(message_id).edit(**self._content(standing))
        except discord.NotFound:
            log.info("the line about the score of ticket (id %d) has been deleted", standing.ticket.id)

    def _content(self, standing: Standing) -> dict[str, Any]:
        wanted, given, t = standing.follow_up, standing.rating, self._reach.staff(standing.ticket)
        text = texts.line(t, wanted, standing.ticket, standing.held_in, given.score)
        return {"content": text, "embed": embeds.comment(given), "view": follow_up_view(t, wanted)}


async def _delete(place: discord.TextChannel, message_id: int) -> None:
    try:
        with at(place):
            await place.get_partial_message(message_id).delete()
    except discord.NotFound:
        return

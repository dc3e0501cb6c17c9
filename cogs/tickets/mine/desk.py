"""Sends digests: one direct message a day to each who asked for it and for whom something waits."""

from __future__ import annotations

import logging
from datetime import datetime
from http import HTTPStatus

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.tickets.mine.digest import Digest
from bot.tickets.mine.waiting import Waiting
from cogs.texts import my as texts
from cogs.texts.language import language_of
from cogs.tickets.mine import embeds
from cogs.ui.actors import member_actor
from cogs.ui.recognising import can_tell_of, own_messages

log = logging.getLogger(__name__)


class DigestDesk:
    """The handler of the job `digest.send`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._mine = bot.services.mine

    async def send(self, job: Job) -> datetime | None:
        """Send what is owed, once however long it could not be sent; says when the next one is due. Who is not on staff
        any more gets none.
        """
        owed = await self._mine.owed(job.subject_id)
        if owed is not None:
            digest, waiting = owed
            member = await self._member(digest)
            waiting = waiting.read_by(member_actor(member, self._bot.services.places)) if member else Waiting()
            if member is not None and waiting.count:
                is_delivered = await self._deliver(member, digest, waiting, job)
                await self._mine.sent(digest.id, is_delivered=is_delivered)
        return await self._mine.next_at(job.subject_id)

    async def _member(self, digest: Digest) -> discord.Member | None:
        try:
            return await self._bot.guild_of(digest.guild_id).fetch_member(digest.member_id)
        except discord.NotFound:
            return None

    async def _deliver(self, member: discord.Member, digest: Digest, waiting: Waiting, job: Job) -> bool:
        """Whether Discord took it; what may go away by waiting is raised."""
        t = language_of(digest.language)
        page = waiting.page(1)
        embed = embeds.waiting(t, page, self._bot.clock(), left=waiting.count - page.count)
        embed.title = texts.digest_title(t, member.guild.name)
        embed.set_footer(text=texts.digest_foot(t))
        try:
            place = await member.create_dm()
            if job.attempts == 1 or not await self._is_there(place, embed, job):
                await place.send(embed=embed, nonce=f"dig-{snowflake(job.due_at, digest.id)}")
        except discord.HTTPException as error:
            if error.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST):
                raise
            log.info("a digest could not be delivered: HTTP %s, code %s", error.status, error.code)
            return False
        return True

    async def _is_there(self, place: discord.DMChannel, embed: discord.Embed, job: Job) -> bool:
        """Whether an interrupted run has sent it."""
        async for message in own_messages(place, self._bot.user):
            if can_tell_of(message, job.due_at) and any(one.title == embed.title for one in message.embeds):
                return True
        return False

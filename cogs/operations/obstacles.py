"""Tells people, once, what keeps us from doing our work."""

from __future__ import annotations

import logging

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.jobs.job import Job
from bot.jobs.obstacle import Obstacle
from cogs.places import queue_channel
from cogs.texts import operations as texts
from cogs.texts.language import ENGLISH
from cogs.ui.readers import public
from cogs.ui.recognising import says_the_same

log = logging.getLogger(__name__)

LOOK_BACK = 20
"""Messages that are searched for an own one."""


class ObstacleDesk:
    """The handler of the job `obstacle.tell`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def tell(self, job: Job) -> None:
        """A line in the queue channel; where that cannot be, to the administrators who last ran `/setup`."""
        service = self._bot.services.obstacles
        met = await service.get(job.subject_id)
        if met is None or met.told_at is not None:
            return
        guild = self._bot.get_guild(met.guild_id)
        log.warning("server %d: %s", met.guild_id, texts.obstacle(ENGLISH, met.obstacle))
        if guild is not None and not await self._tell_staff(guild, met.obstacle, adopt=job.attempts > 1):
            for member_id in await service.administrators(guild.id):
                await self._tell_directly(guild, member_id, met.obstacle)
        await service.told(met.id)

    async def _tell_staff(self, guild: discord.Guild, obstacle: Obstacle, *, adopt: bool) -> bool:
        text = texts.obstacle_met(public(guild, self._bot.config), obstacle)
        try:
            queue = queue_channel(guild, self._bot.services.places)
            if adopt and await _has_said(queue, text):
                return True
            await queue.send(text)
        except (SetupIncomplete, discord.Forbidden, discord.NotFound):
            return False
        return True

    async def _tell_directly(self, guild: discord.Guild, member_id: int, obstacle: Obstacle) -> None:
        text = texts.obstacle_in(public(guild, self._bot.config), guild.name, obstacle)
        try:
            direct = await self._bot.create_dm(discord.Object(member_id))
            await direct.send(text)
        except (discord.Forbidden, discord.NotFound):
            log.info("administrator %d of server %d takes no direct messages", member_id, guild.id)


async def _has_said(queue: discord.TextChannel, text: str) -> bool:
    """Whether an interrupted run has told staff already."""
    me = queue.guild.me.id
    return any(
        [
            message.author.id == me and says_the_same(message.content, text)
            async for message in queue.history(limit=LOOK_BACK)
        ]
    )

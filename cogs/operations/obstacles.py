"""Tells people, once, what keeps us from doing our work; and takes it back where they read it."""

from __future__ import annotations

import logging
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.jobs.job import Job
from bot.jobs.obstacle import Line, MetObstacle
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import operations as texts
from cogs.texts.language import ENGLISH
from cogs.ui.readers import public
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same

log = logging.getLogger(__name__)


class ObstacleDesk:
    """The handlers of the jobs `obstacle.tell` and `obstacle.passed`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._logged: set[int] = set()
        """What the log has had since the start."""

    async def tell(self, job: Job) -> datetime | None:
        """A line in the queue channel; where that cannot be, to the administrators who last ran `/setup`; where there
        are none, again later.
        """
        service = self._bot.services.obstacles
        met = await service.get(job.subject_id)
        if met is None or met.told_at is not None:
            return None
        if met.id not in self._logged:
            self._logged.add(met.id)
            log.warning("server %d: %s", met.guild_id, texts.obstacle(ENGLISH, met.obstacle))
        guild = self._bot.get_guild(met.guild_id)
        if guild is None:
            return service.next_try()
        line = await self._tell_staff(guild, met, adopt=job.attempts > 1)
        if line is None and not await self._tell_administrators(guild, met, adopt=job.attempts > 1):
            return service.next_try()
        await service.told(met, line)
        return None

    async def passed(self, job: Job) -> None:
        """The line in the queue channel says so now, if it is still there."""
        guild = self._bot.get_guild(job.guild_id)
        channel = None if guild is None else guild.get_channel(job.data["channel"])
        if guild is None or not isinstance(channel, discord.TextChannel):
            return
        text = texts.obstacle_passed(public(guild, self._bot.config), job.data["what"])
        try:
            with at(channel):
                await channel.get_partial_message(job.subject_id).edit(content=text)
        except discord.NotFound:
            log.info("the line about an obstacle in server %d has been deleted", guild.id)

    async def _tell_staff(self, guild: discord.Guild, met: MetObstacle, *, adopt: bool) -> Line | None:
        """The line in the queue channel; None where there can be none."""
        text = texts.obstacle_met(public(guild, self._bot.config), met.obstacle)
        try:
            queue = queue_channel(guild, self._bot.services.places)
            return Line(queue.id, (await self._say(queue, met, text, adopt=adopt)).id)
        except (SetupIncomplete, discord.Forbidden, discord.NotFound):
            return None

    async def _tell_administrators(self, guild: discord.Guild, met: MetObstacle, *, adopt: bool) -> bool:
        """Whether any of them could be told."""
        text = texts.obstacle_in(public(guild, self._bot.config), guild.name, met.obstacle)
        ids = await self._bot.services.obstacles.administrators(guild.id)
        return any([await self._tell_directly(one, met, text, adopt=adopt) for one in ids])

    async def _tell_directly(self, member_id: int, met: MetObstacle, text: str, *, adopt: bool) -> bool:
        try:
            direct = await self._bot.create_dm(discord.Object(member_id))
            await self._say(direct, met, text, adopt=adopt)
        except (discord.Forbidden, discord.NotFound):
            log.info("administrator %d takes no direct messages", member_id)
            return False
        return True

    async def _say(
        self, place: discord.abc.Messageable, met: MetObstacle, text: str, *, adopt: bool
    ) -> discord.Message:
        """What an interrupted run has said of it is not said again."""
        if adopt:
            async for one in own_messages(place, self._bot.user):
                if can_tell_of(one, met.since_at) and says_the_same(one.content, text):
                    return one
        return await place.send(text)

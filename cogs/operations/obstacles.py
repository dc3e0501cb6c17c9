"""Tells people, once, what keeps us from doing our work."""

from __future__ import annotations

import logging
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.jobs.job import Job
from bot.jobs.obstacle import MetObstacle
from cogs.places import queue_channel
from cogs.texts import operations as texts
from cogs.texts.language import ENGLISH
from cogs.ui.readers import public
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same

log = logging.getLogger(__name__)


class ObstacleDesk:
    """The handler of the job `obstacle.tell`."""

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
        if guild is None or not await self._tell(guild, met, adopt=job.attempts > 1):
            return service.next_try()
        await service.told(met.id)
        return None

    async def _tell(self, guild: discord.Guild, met: MetObstacle, *, adopt: bool) -> bool:
        """Whether anybody could be told."""
        t = public(guild, self._bot.config)
        try:
            queue = queue_channel(guild, self._bot.services.places)
            await self._say(queue, met, texts.obstacle_met(t, met.obstacle), adopt=adopt)
        except (SetupIncomplete, discord.Forbidden, discord.NotFound):
            text = texts.obstacle_in(t, guild.name, met.obstacle)
            ids = await self._bot.services.obstacles.administrators(guild.id)
            return any([await self._tell_directly(one, met, text, adopt=adopt) for one in ids])
        return True

    async def _tell_directly(self, member_id: int, met: MetObstacle, text: str, *, adopt: bool) -> bool:
        try:
            direct = await self._bot.create_dm(discord.Object(member_id))
            await self._say(direct, met, text, adopt=adopt)
        except (discord.Forbidden, discord.NotFound):
            log.info("administrator %d takes no direct messages", member_id)
            return False
        return True

    async def _say(self, place: discord.abc.Messageable, met: MetObstacle, text: str, *, adopt: bool) -> None:
        """Unless an interrupted run has said it."""
        said = own_messages(place, self._bot.user) if adopt else None
        if said is None or not any(
            [can_tell_of(one, met.since_at) and says_the_same(one.content, text) async for one in said]
        ):
            await place.send(text)

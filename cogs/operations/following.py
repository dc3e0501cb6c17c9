"""Follows what config.yaml names in each server that is served, and says which servers those are."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.jobs.obstacle import Obstacle, ObstacleKind
from bot.places.meant import Wanted
from bot.requirements import Kind
from cogs import failures
from cogs.operations.creating import find_gaps
from cogs.places import things_in
from cogs.texts import operations as texts
from cogs.texts.language import ENGLISH

log = logging.getLogger(__name__)


class FollowingCog(commands.Cog):
    """The ears for channels and roles that come, go and are renamed, and for servers that do."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        bot.services.places.tell_by(self._stand)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Find what is meant, and tell the operator what is missing where."""
        places = self._bot.services.places
        await self._serve()
        for guild in self._bot.served_guilds:
            for gap in find_gaps(guild, places):
                log.warning("%s", texts.gap_here(ENGLISH, guild.id, gap))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Discord was down for this server."""
        await self._changed(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """With another server it may no longer be plain which one is served."""
        await self._serve()

    @commands.Cog.listener()
    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        """Somebody has put the bot out; the only one that is left may be served from now on."""
        await self._serve()

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """What was missing may be there."""
        await self._changed(channel.guild)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """It may have the name that is missing, a tag, or permissions that we need; what else changes is nothing to us."""
        if (before.name, before.overwrites, _tags(before)) != (after.name, after.overwrites, _tags(after)):
            await self._changed(after.guild)

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """Somebody may have made room for a tag, or for another thread."""
        if len(after.applied_tags) < len(before.applied_tags):
            await self._changed(after.guild)
        elif after.archived and not before.archived:
            self._bot.services.jobs.changed(after.guild.id)

    @commands.Cog.listener()
    async def on_thread_delete(self, thread: discord.Thread) -> None:
        """There is room for another thread."""
        self._bot.services.jobs.changed(thread.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Discord tells us of our own roles, whatever the intents: one may bring permissions that we need."""
        if after == after.guild.me and before.roles != after.roles:
            await self._changed(after.guild)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """What was meant may be gone."""
        await self._changed(channel.guild)

    @commands.Cog.listener()
    async def on_guild_role_create(self, role: discord.Role) -> None:
        """What was missing may be there."""
        await self._changed(role.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """It may have the name that is missing, or permissions that we need."""
        if (before.name, before.permissions) != (after.name, after.permissions):
            await self._changed(after.guild)
        elif before.position != after.position:  # it may stand below ours by now
            self._bot.services.jobs.changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """What was meant may be gone."""
        await self._changed(role.guild)

    async def _serve(self) -> None:
        """Say what of `discord.servers` is missing or wrong, and find what is meant in those that are served."""
        serving, guilds = self._bot.serving, self._bot.served_guilds
        if serving.undecided:
            log.warning("%s", texts.undecided(ENGLISH, [str(one) for one in serving.undecided]))
        for guild_id in serving.absent:
            log.warning("%s", texts.absent(ENGLISH, guild_id))
        for guild in guilds:  # all before the first is stored: people press buttons meanwhile
            if not guild.unavailable:
                self._bot.services.places.look(guild.id, things_in(guild))
        for guild in guilds:
            await self._changed(guild)

    async def _changed(self, guild: discord.Guild) -> None:
        """Find anew what is meant, then try again what was kept. A server that is down has neither channels nor roles."""
        async with failures.listening("a change of the server"):
            self._bot.require_served(guild.id)
            if not guild.unavailable:
                self._bot.services.places.look(guild.id, things_in(guild))
                self._bot.services.jobs.changed(guild.id)
                await self._bot.patience.outlast(
                    lambda: self._bot.services.places.resolve(guild.id, things_in(guild)), "a change of the server"
                )

    async def _stand(self, guild_id: int, missing: Sequence[Wanted]) -> None:
        """What is missing is an obstacle, also where no job has met it."""
        await self._bot.services.obstacles.stand(guild_id, [_obstacle(one) for one in missing])


def _obstacle(missing: Wanted) -> Obstacle:
    kind = ObstacleKind.ROLE_MISSING if missing.kind is Kind.ROLE else ObstacleKind.CHANNEL_MISSING
    return Obstacle(kind, str(missing))


def _tags(channel: discord.abc.GuildChannel) -> list[str]:
    tags = channel.available_tags if isinstance(channel, discord.ForumChannel) else ()
    return [tag.name for tag in tags]

"""Gives members the roles of their ranks and takes back what it gave; notices who has come back without theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.places.meant import Meant
from bot.reputation.ranks.roles import to_give, to_take
from bot.reputation.ranks.service import Due
from bot.requirements import Kind
from cogs import failures
from cogs.hindrances import is_in_reach, is_passing, of_rank_role
from cogs.texts import ranks as texts
from cogs.ui.readers import public

CAME_LATELY = timedelta(days=30)
"""Of who acts and joined in this time, the database is asked whether they were here before."""


class RankDesk:
    """The handlers of the jobs `reputation.rank` and `reputation.ranks`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._ranking = bot.services.ranking
        self._swept = set[int]()
        """The servers that were swept since the start."""

    async def update(self, job: Job) -> datetime | None:
        """Bring one member's roles up to date, as far as they are here. What keeps us from one role keeps us from no other."""
        due = await self._ranking.settle(job.subject_id)
        if due is None:
            return None
        if not due.is_nothing:
            guild = self._bot.guild_of(job.guild_id)
            try:
                member = await guild.fetch_member(due.holder.member_id)
            except discord.NotFound:
                return due.again_at
            await self._bring(member, due)
        return due.again_at

    async def sweep(self, job: Job) -> datetime:
        """Some of those who hold ranks in a server; all of them once a day, and after a start."""
        is_first = job.guild_id not in self._swept
        next_at = await self._ranking.sweep(job.guild_id, is_first=is_first)
        self._swept.add(job.guild_id)
        return next_at

    async def _bring(self, member: discord.Member, due: Due) -> None:
        meant = self._bot.services.places.of(member.guild.id)
        ids = {name: meant.one(Kind.ROLE, name) for name in due.roles}
        wanted = [role_id for role_id in ids.values() if role_id is not None]
        kept = [
            Obstacle(ObstacleKind.ROLE_MISSING, f"@{name}") for name, role_id in ids.items() if role_id is None
        ]
        has = {role.id for role in member.roles}
        # First what is new: nobody is without a role in between.
        for role_id in to_give(wanted, due.grants, has, member.joined_at):
            kept += await self._give(member, due, role_id, meant)
        if not kept:
            for role_id in to_take(wanted, due.grants):
                kept += await self._take(member, due, role_id)
        if kept:
            raise Hindered(kept[0])

    async def _give(self, member: discord.Member, due: Due, role_id: int, meant: Meant) -> list[Obstacle]:
        """Give a role, with a receipt before and after; what keeps us from it."""
        role = member.guild.get_role(role_id)
        if role is None:
            return [Obstacle(ObstacleKind.ROLE_MISSING, f"<@&{role_id}>")]
        if role not in member.roles:
            if (kind := of_rank_role(role, meant)) is not None:
                return [Obstacle(kind, f"@{role.name}")]
            await self._ranking.gives(due.holder, role_id)
            if not await self._change(member, role, is_given=True):
                return [Obstacle(ObstacleKind.ROLE_OUT_OF_REACH, f"@{role.name}")]
        await self._ranking.gave(due.holder, role_id)
        return []

    async def _take(self, member: discord.Member, due: Due, role_id: int) -> list[Obstacle]:
        """Take a role back that we gave; what keeps us from it. One that is gone, or that they have no more, is forgotten."""
        role = next((one for one in member.roles if one.id == role_id), None)
        if role is not None and not (is_in_reach(role) and await self._change(member, role, is_given=False)):
            return [Obstacle(ObstacleKind.ROLE_OUT_OF_REACH, f"@{role.name}")]
        await self._ranking.took(due.holder, role_id)
        return []

    async def _change(self, member: discord.Member, role: discord.Role, *, is_given: bool) -> bool:
        """Whether Discord let us. What may pass by waiting is raised, and that the member or the role is gone: the next run
        sees it.
        """
        t = public(member.guild, self._bot.config)
        change = member.add_roles if is_given else member.remove_roles
        try:
            await change(role, reason=texts.given(t) if is_given else texts.taken(t))
        except discord.NotFound:
            raise
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            return False
        return True


class ReturningCog(commands.Cog):
    """Notices those who act and have come back: Discord tells us of nobody who joins."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[SupportBot]) -> None:
        """A member presses or types something."""
        who = interaction.user
        if (
            not isinstance(who, discord.Member)
            or who.joined_at is None
            or not self._bot.serves(interaction.guild_id)
        ):
            return
        if self._bot.config.reputation.named_roles and self._bot.clock() - who.joined_at < CAME_LATELY:
            async with failures.listening("a member who came back"):
                await self._bot.services.ranking.met(who.guild.id, who.id, who.joined_at)

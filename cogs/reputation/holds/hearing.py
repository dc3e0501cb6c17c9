"""Hears of bans: what somebody gave that is still to vest is taken back."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import SupportBot
from cogs import failures


class BansCog(commands.Cog):
    """The ear for bans. What it misses, each award is asked of when it is to vest."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_member_ban(self, guild: discord.Guild, user: discord.User | discord.Member) -> None:
        """Whoever it is: mostly somebody who gave nothing."""
        async with failures.listening("a ban"):
            self._bot.require_served(guild.id)
            await self._bot.patience.outlast(lambda: self._bot.services.cases.banned(guild.id, user.id), "a ban")

"""Reputation in Discord: *Accept answer*."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.reputation.service import Candidate
from cogs.reputation.asker import asked
from cogs.texts import community, reputation as texts
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import public, reader
from cogs.reputation import accepting, embeds
from cogs.texts.commands import described
from cogs.ui.replies import reply


class ReputationCog(commands.Cog):
    """Helpers are found and thanked."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._accept = app_commands.ContextMenu(name="Accept answer", callback=self.accept)
        self._accept.guild_only = True
        bot.tree.add_command(self._accept)

    async def accept(self, interaction: Interaction, message: discord.Message) -> None:
        """Somebody says that this message answered the question."""
        await accepting.accept(interaction, message, interaction.channel)

    async def cog_unload(self) -> None:
        """Take the context menu back."""
        self._bot.tree.remove_command(self._accept.name, type=self._accept.type)

    async def _candidate(self, interaction: Interaction, message: discord.Message) -> Candidate:
        require_own_words(message)
        what = await asked(self._bot, message, interaction.channel)
        return Candidate(
            guild_id=interaction.guild_id or 0,
            question_id=what.question_id,
            asker_id=what.asker_id,
            author_id=message.author.id,
            author_is_bot=message.author.bot,
            channel_id=message.channel.id,
            message_id=message.id,
            joined_at=interaction.user.joined_at if isinstance(interaction.user, discord.Member) else None,
        )

async def _left(guild: discord.Guild | None, member_ids: Sequence[int]) -> set[int]:
    """Those who are no longer here. Members are not kept in memory, so Discord is asked for each, at once."""
    if guild is None:
        return set()
    found = await asyncio.gather(*map(guild.fetch_member, member_ids), return_exceptions=True)
    gone = {one for one, who in zip(member_ids, found, strict=True) if isinstance(who, discord.NotFound)}
    for who in found:
        if isinstance(who, BaseException) and not isinstance(who, discord.HTTPException):
            raise who
    return gone

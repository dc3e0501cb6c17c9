"""Reputation in Discord: *Accept answer*."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.reputation.service import Candidate
from cogs.reputation.asker import asked
from cogs.texts import community
from cogs.texts import reputation as texts
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.written import require_own_words


class ReputationCog(commands.Cog):
    """Helpers are found and thanked."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._accept = app_commands.ContextMenu(name="Accept answer", callback=self.accept)
        self._accept.guild_only = True
        bot.tree.add_command(self._accept)

    async def accept(self, interaction: Interaction, message: discord.Message) -> None:
        """The asker or staff say that this message answered the question; the thanks follow in public."""
        candidate = await self._candidate(interaction, message)
        award = await self._bot.services.reputation.accept_answer(
            candidate, by=actor(interaction), interaction_id=interaction.id
        )
        asked_first = await self._bot.services.community.in_thread(candidate.question_id)
        t, by = reader(interaction), actor(interaction)
        said = [texts.accepted(t, award.member_id, award.points)]
        if asked_first is not None:  # what its form would become is looked at again when its time comes
            until = await self._bot.services.community.settle(asked_first.chance_id, by=by)
            if until is not None:
                said.append(
                    community.no_ticket(t, until, asked_first.member_id, is_own=asked_first.member_id == by.id)
                )
        await reply(interaction, "\n".join(said))

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

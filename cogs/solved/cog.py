"""`/solved`: people find the questions that were solved before; and what was deleted is found no more."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from cogs import failures
from cogs.faq import reading
from cogs.solved import seeing
from cogs.texts import solved as texts
from cogs.texts.commands import described
from cogs.texts.forms import message_link
from cogs.texts.language import Language
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.style import BRAND

SHOWN = 3
"""Solved questions of one answer: for each, Discord is asked twice."""

PLACES_ASKED = 20
"""Of so many threads that sleep Discord is asked at most whether who looks may see them; of all others we know."""


class SolvedCog(commands.Cog):
    """Whoever asks again finds what was answered before."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="solved", description=described(texts.about_solved))
    @app_commands.describe(query=described(texts.about_query))
    @app_commands.guild_only()
    async def solved(self, interaction: Interaction, query: app_commands.Range[str, 1, 200]) -> None:
        """What fits best of what this member may read, and is still there."""
        t, who = reader(interaction), interaction.user
        lines, is_anew = await self._found(t, who, query)
        if is_anew:
            lines, _ = await self._found(t, who, query)
        if not lines:
            await reply(interaction, texts.nothing_found(t))
            return
        shown = discord.Embed(title=texts.found_title(t, len(lines)), description="\n\n".join(lines), colour=BRAND)
        await reply(interaction, embed=shown)

    async def _found(self, t: Language, who: discord.Member | discord.User, query: str) -> tuple[list[str], bool]:
        """What to show, and whether some question reads otherwise than when its words were kept. They are, anew; by these
        it may be found or not.
        """
        lines, is_anew, places = list[str](), False, 0
        if not isinstance(who, discord.Member):
            return lines, is_anew
        for solution in await self._bot.services.solved.search(who.guild.id, query):
            if who.guild.get_channel_or_thread(solution.channel_id) is None:
                places += 1
                if places > PLACES_ASKED:
                    continue
            found = await seeing.look_up(self._bot, solution, who)
            if found is not None and await seeing.reads_otherwise(self._bot, found):
                is_anew = True
            elif found is not None:
                lines.append(_line(t, found))
                if len(lines) == SHOWN:
                    break
        return lines, is_anew

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """What was edited away finds nothing, and what is another question now is pointed elsewhere no more."""
        async with failures.listening("edited solved question"):
            self._bot.require_served(payload.guild_id)
            # Discord also reports an edit when it has fetched the preview of a link.
            if payload.guild_id is not None and payload.data.get("edited_timestamp"):
                solved, text = self._bot.services.solved, reading.text_of(payload.message)
                await self._bot.patience.outlast(
                    lambda: solved.reads_now(payload.message_id, text), "an edited message"
                )

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """With a question go the words by which it is found."""
        async with failures.listening("deleted solved question"):
            if payload.guild_id is not None:  # a direct message is in none
                self._bot.require_served(payload.guild_id)
                await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Moderators clean up."""
        async with failures.listening("deleted solved questions"):
            self._bot.require_served(payload.guild_id)
            await self._forget(payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A forum post is a question, too."""
        async with failures.listening("deleted solved post"):
            self._bot.require_served(payload.guild_id)
            await self._forget_place(payload.guild_id, payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """With a channel go all that were solved there."""
        async with failures.listening("deleted channel"):
            self._bot.require_served(channel.guild.id)
            await self._forget_place(channel.guild.id, channel.id)

    async def _forget(self, message_ids: Collection[int]) -> None:
        solved = self._bot.services.solved
        await self._bot.patience.outlast(lambda: solved.messages_deleted(message_ids), "deleted messages")

    async def _forget_place(self, guild_id: int, channel_id: int) -> None:
        solved = self._bot.services.solved
        await self._bot.patience.outlast(lambda: solved.place_deleted(guild_id, channel_id), "a deleted channel")


def _line(t: Language, found: seeing.Found) -> str:
    question, answer = found.question, found.answer
    guild_id = question.guild.id if question.guild is not None else 0
    return texts.found_line(
        t,
        found.asked,
        found.answered,
        message_link(guild_id, question.channel.id, question.id),
        message_link(guild_id, answer.channel.id, answer.id),
    )

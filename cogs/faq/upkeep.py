"""Staff keep the FAQ right: `/faq preview`, `/faq reload`, and what they are told of its files and review dates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.drafts.service import REVIEW_JOB
from bot.errors import SetupIncomplete
from bot.jobs.job import Job
from bot.knowledge.reloading import Broken, Reloaded
from cogs import failures
from cogs.faq.group import faq
from cogs.places import queue_channel
from cogs.ui import embeds, texts
from cogs.ui.actors import actor

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction
else:
    Interaction = discord.Interaction

REVIEWS_A_MESSAGE = 8
"""Lines, the longest of which would still fit into one message."""

LOOK_BACK = 50
"""Messages that are searched for an own one."""


@faq.command(name="preview", description="Staff: an entry as customers see it, and what they do not see")
@app_commands.describe(entry="A title or a few words", locale="A language that the entry is translated into")
async def preview(
    interaction: Interaction, entry: app_commands.Range[str, 1, 200], locale: str | None = None
) -> None:
    """Any entry, also one that would answer nobody here."""
    services = interaction.client.services
    found = await services.drafts.preview(entry, by=actor(interaction))
    await interaction.response.send_message(
        # Not an embed: together with the longest answer it could be too long for Discord.
        texts.preview_facts(found, services.faq.library.where(found)),
        embed=embeds.answer(
            found,
            services.faq.category(found.id),
            locale=locale,
            own=interaction.client.config.faq.language,
        ),
        ephemeral=True,
    )


@preview.autocomplete("entry")
async def _entries(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    found = await interaction.client.services.faq.search(typed, limit=25)
    return [app_commands.Choice(name=entry.title, value=entry.id) for entry in found]


@preview.autocomplete("locale")
async def _locales(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    entry = interaction.client.services.faq.entry(interaction.namespace.entry or "")
    codes = entry.translations if entry else ()
    return [app_commands.Choice(name=code, value=code) for code in codes if typed.casefold() in code.casefold()]


@faq.command(name="reload", description="Staff: read the FAQ files again, where I do not notice changes by myself")
async def reload(interaction: Interaction) -> None:
    """Use the files as they are now, or say what is wrong with them."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    outcome = await interaction.client.services.drafts.reload(by=actor(interaction))
    await interaction.edit_original_response(
        content=texts.faq_broken([str(problem) for problem in outcome.problems])
        if isinstance(outcome, Broken)
        else texts.faq_reloaded(outcome.entries)
    )


class UpkeepDesk:
    """Tells staff in their queue channel, in every community."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def tell(self, outcome: Reloaded | Broken) -> None:
        """The files have mistakes, or no longer. What Discord does not take is in the log all the same."""
        if isinstance(outcome, Broken):
            text = texts.faq_broken([str(problem) for problem in outcome.problems])
        else:
            text = texts.faq_right(outcome.entries)
        for guild in self._bot.guilds:
            async with failures.listening("telling staff of the FAQ files"):
                await queue_channel(guild, self._bot.config).send(text)

    async def review(self, job: Job) -> datetime:
        """Name what is due, once; says when to look again."""
        services = self._bot.services
        for guild in self._bot.guilds:
            try:
                channel = queue_channel(guild, self._bot.config)
            except SetupIncomplete:
                continue
            due = await services.drafts.due_for_review(guild.id)
            for start in range(0, len(due), REVIEWS_A_MESSAGE):
                entries = due[start : start + REVIEWS_A_MESSAGE]
                lines = [texts.review_line(entry, services.faq.library.where(entry)) for entry in entries]
                text = texts.reviews_due(lines)
                if job.attempts == 1 or not await _said_by_us(channel, text):
                    await channel.send(text)
                await services.drafts.reminded(guild.id, entries)
        return services.drafts.next_review()


def take_over(bot: SupportBot) -> None:
    """Take the job and the news that this module is for."""
    desk = UpkeepDesk(bot)
    bot.services.jobs.handle(REVIEW_JOB, desk.review)
    bot.services.reloader.tell_by(desk.tell)


async def _said_by_us(channel: discord.TextChannel, text: str) -> bool:
    """Whether an interrupted run has said this already."""
    me = channel.guild.me
    return any(
        [message.author == me and message.content == text async for message in channel.history(limit=LOOK_BACK)]
    )

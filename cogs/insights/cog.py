"""What the numbers say: `/report`, `/faq stats`, `/faq gaps` and `/faq stale`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from cogs.faq.group import faq
from cogs.insights import embeds
from cogs.insights.controls import stale_message
from cogs.insights.spending import with_findings, with_lacking, with_spent
from cogs.texts import gaps as gap_texts
from cogs.texts import insights as texts
from cogs.texts import stale as stale_texts
from cogs.texts.commands import described
from cogs.tickets.csat.embeds import with_csat
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import ask_patience, reply


class InsightsCog(commands.Cog):
    """Staff see what the bot, the community and they themselves have done."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="report", description=described(texts.about_report))
    @app_commands.describe(days=described(texts.about_report_days))
    @app_commands.guild_only()
    async def report(self, interaction: Interaction, days: app_commands.Range[int, 1, 365] = 7) -> None:
        """The figures of a period. Like all that is counted, it may take longer than Discord waits."""
        await ask_patience(interaction)
        figures = await self._bot.services.insights.report(
            interaction.guild_id or 0, days=days, by=actor(interaction)
        )
        embed, t, by = embeds.report(reader(interaction), figures, days), reader(interaction), actor(interaction)
        ratings = self._bot.services.ratings
        found, people = await ratings.trend(days=days, by=by), await ratings.by_person(days=days, by=by)
        embed = with_csat(t, embed, self._bot.config.tickets, found, people)
        spent, causes = await self._bot.services.spending.spent(days=days, by=by), self._bot.config.tickets.causes
        await reply(interaction, embed=with_spent(t, embed, spent, causes, is_lead=by.is_lead))


@faq.command(name="stats", description=described(texts.about_stats))
@app_commands.describe(days=described(texts.about_stats_days))
async def stats(interaction: Interaction, days: app_commands.Range[int, 1, 365] = 30) -> None:
    """Answers by what became of them, silence by its reason, and what answering changes."""
    await ask_patience(interaction)
    services, t = interaction.client.services, reader(interaction)
    figures = await services.insights.numbers(interaction.guild_id or 0, days=days, by=actor(interaction))

    def title(entry_id: str) -> str:
        entry = services.knowledge.entry(entry_id)
        return entry.wording(t.code).title if entry else entry_id

    embed = with_findings(t, embeds.numbers(t, figures, days, title), figures, title)
    await reply(interaction, embed=embed)


@faq.command(name="gaps", description=described(gap_texts.about_gaps))
async def gaps(interaction: Interaction) -> None:
    """Groups of unanswered questions. Grouping thousands may take longer than Discord waits."""
    await ask_patience(interaction)
    services, t = interaction.client.services, reader(interaction)
    found = await services.insights.gaps(interaction.guild_id or 0, by=actor(interaction))

    def title(entry_id: str) -> str | None:
        entry = services.knowledge.entry(entry_id)
        return entry.wording(t.code).title if entry else None

    lacking, causes = (
        await services.spending.lacking(by=actor(interaction)),
        interaction.client.config.tickets.causes,
    )
    await reply(interaction, embed=with_lacking(t, embeds.gaps(t, found, title), lacking, causes))


@faq.command(name="stale", description=described(stale_texts.about_stale))
async def stale(interaction: Interaction) -> None:
    """What needs somebody, with a button for each entry that was marked as wrong."""
    await ask_patience(interaction)
    await reply(interaction, **await stale_message(interaction))

"""What the numbers say: `/report`, `/stats`, `/faq stats`, `/faq gaps` and `/faq stale`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.insights.stats.figures import Group
from cogs.faq.group import faq
from cogs.insights import embeds
from cogs.insights.controls import stale_message
from cogs.insights.spending import with_findings, with_lacking, with_spent
from cogs.insights.stats import embeds as stats_embeds
from cogs.insights.stats.charts import charts as stats_charts
from cogs.insights.stats.drawing import DARK, LIGHT, NoCharts, Painter
from cogs.texts import charts as chart_texts
from cogs.texts import gaps as gap_texts
from cogs.texts import insights as texts
from cogs.texts import stale as stale_texts
from cogs.texts import stats as stats_texts
from cogs.texts.commands import described
from cogs.tickets.csat.embeds import with_csat
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import ask_patience, reply

DRAWN = {"dark": DARK, "light": LIGHT}
LOOKS = [
    app_commands.Choice(name=described(sentence), value=value)
    for value, sentence in (
        ("dark", chart_texts.option_dark),
        ("light", chart_texts.option_light),
        ("none", chart_texts.option_none),
    )
]
BY = [
    app_commands.Choice(name=described(sentence), value=group.value)
    for group, sentence in (
        (Group.WEEK, stats_texts.option_week),
        (Group.TYPE, stats_texts.option_type),
        (Group.TIER, stats_texts.option_tier),
        (Group.HOUR, stats_texts.option_hour),
    )
]


class InsightsCog(commands.Cog):
    """Staff see what the bot, the community and they themselves have done."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._painter = Painter()

    @app_commands.command(name="report", description=described(texts.about_report))
    @app_commands.describe(days=described(texts.about_report_days))
    @app_commands.guild_only()
    async def report(self, interaction: Interaction, days: app_commands.Range[int, 1, 365] = 7) -> None:
        """The figures of a period. Like all that is counted, it may take longer than Discord waits."""
        await ask_patience(interaction)
        t, by = reader(interaction), actor(interaction)
        embed = embeds.report(t, await self._bot.services.insights.report(days=days, by=by), days)
        ratings = self._bot.services.ratings
        found, people = await ratings.trend(days=days, by=by), await ratings.by_person(days=days, by=by)
        embed = with_csat(t, embed, self._bot.config.tickets, found, people)
        spent, causes = await self._bot.services.spending.spent(days=days, by=by), self._bot.config.tickets.causes
        await reply(interaction, embed=with_spent(t, embed, spent, causes, is_lead=by.is_lead))

    @app_commands.command(name="stats", description=described(stats_texts.about_stats))
    @app_commands.describe(
        days=described(stats_texts.about_days),
        by=described(stats_texts.about_by),
        charts=described(chart_texts.about_charts),
    )
    @app_commands.choices(by=BY, charts=LOOKS)
    @app_commands.guild_only()
    async def stats(
        self,
        interaction: Interaction,
        days: app_commands.Range[int, 1, 365] = 30,
        by: str = Group.WEEK.value,
        charts: str = "dark",
    ) -> None:
        """What staff's work on tickets came to, for who asks; first in words, which are there at once."""
        await ask_patience(interaction)
        t, settings, group = reader(interaction), self._bot.config.tickets, Group(by)
        found = await self._bot.services.stats.of_days(days, by=actor(interaction))
        spent = await self._bot.services.spending.spent(days=days, by=actor(interaction))
        said = [stats_embeds.overall(t, found, spent, days), stats_embeds.apart(t, found, group, settings)]
        more = stats_embeds.in_full(t, found, group, settings)
        if charts not in DRAWN:
            await reply(interaction, embeds=said, files=more)
            return
        try:
            pictures = await self._painter.pictures(stats_charts(t, found, group, settings), DRAWN[charts])
        except NoCharts:
            await reply(interaction, chart_texts.no_charts(t), embeds=said, files=more)
            return
        await reply(interaction, embeds=[*said, *stats_embeds.shown(pictures)], files=[*pictures, *more])


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

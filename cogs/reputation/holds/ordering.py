"""`/rep adjust`, `reverse`, `hold`, `release` and `audit`: what staff do to the ledger, and what they did."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.errors import BotAward
from bot.reputation.holds.case import MOST, Action
from cogs.reputation.group import rep
from cogs.reputation.holds import embeds
from cogs.reputation.holds.forms import ReasonForm
from cogs.texts import holds as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.subjects import id_in


@rep.command(name="adjust", description=described(texts.about_adjust))
@app_commands.describe(member=described(texts.about_whom), points=described(texts.about_points))
async def adjust(
    interaction: Interaction,
    member: discord.Member | discord.User,
    points: app_commands.Range[int, -MOST, MOST],
) -> None:
    """Give a member points, or take some."""
    if member.bot:
        raise BotAward
    await open_form(interaction, await ReasonForm.opened(interaction, f"{Action.ADJUST}.{member.id}.{points}"))


@rep.command(name="reverse", description=described(texts.about_reverse))
@app_commands.describe(award=described(texts.about_award), member=described(texts.about_whose))
async def reverse(
    interaction: Interaction, award: str, member: discord.Member | discord.User | None = None
) -> None:
    """Take an award back."""
    await _ask(interaction, Action.REVERSE, award)


@rep.command(name="hold", description=described(texts.about_hold))
@app_commands.describe(award=described(texts.about_award), member=described(texts.about_whose))
async def hold(interaction: Interaction, award: str, member: discord.Member | discord.User | None = None) -> None:
    """Hold an award until somebody has looked at it."""
    await _ask(interaction, Action.HOLD, award)


@rep.command(name="release", description=described(texts.about_release))
@app_commands.describe(award=described(texts.about_award), member=described(texts.about_whose))
async def release(
    interaction: Interaction, award: str, member: discord.Member | discord.User | None = None
) -> None:
    """Let go an award that is held."""
    await _ask(interaction, Action.RELEASE, award)


@reverse.autocomplete("award")
@hold.autocomplete("award")
@release.autocomplete("award")
async def _awards(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    whose = interaction.namespace.member
    found = await interaction.client.services.orders.recent(whose.id if whose else None, by=actor(interaction))
    named = [(texts.award_choice(reader(interaction), line)[:100], str(line.id)) for line in found]
    return [
        app_commands.Choice(name=name, value=value)
        for name, value in named
        if typed.strip().lstrip("#").casefold() in name.casefold()
    ]


@rep.command(name="audit", description=described(texts.about_audit))
async def audit(interaction: Interaction) -> None:
    """What staff did and tried, the newest first."""
    done = await interaction.client.services.orders.audit(by=actor(interaction))
    await reply(interaction, embed=embeds.audit(reader(interaction), done))


async def _ask(interaction: Interaction, action: Action, award: str) -> None:
    line_id = id_in(award.strip().lstrip("#"))
    await open_form(interaction, await ReasonForm.opened(interaction, f"{action}.{line_id}"))

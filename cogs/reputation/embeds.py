"""What reputation looks like."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.reputation.service import RankedStanding
from cogs.texts import reputation as texts
from cogs.ui.style import BRAND


def standing(name: str, ranked: RankedStanding) -> discord.Embed:
    """One member's reputation."""
    return discord.Embed(
        title=texts.standing_title(discord.utils.escape_markdown(name)),
        description=texts.standing_text(ranked),
        colour=BRAND,
    )


def leaderboard(community: str, best: Sequence[RankedStanding]) -> discord.Embed:
    """Who helps most."""
    return discord.Embed(
        title=texts.leaderboard_title(community),
        description="\n".join(texts.leaderboard_line(ranked) for ranked in best) or texts.leaderboard_empty(),
        colour=BRAND,
    )

"""What reputation looks like."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import discord

from bot.reputation.ranks.service import Kept
from bot.reputation.service import RankedStanding
from cogs.texts import ranks
from cogs.texts import reputation as texts
from cogs.texts.language import Language
from cogs.ui.style import BRAND


def standing(t: Language, name: str, ranked: RankedStanding, kept: Kept | None) -> discord.Embed:
    """One member's reputation, and the rank that they still have."""
    lines = [texts.standing_text(t, ranked), *([ranks.kept_until(t, kept)] if kept else [])]
    return discord.Embed(
        title=texts.standing_title(t, discord.utils.escape_markdown(name)),
        description="\n".join(lines),
        colour=BRAND,
    )


def leaderboard(
    t: Language, community: str, best: Sequence[RankedStanding], left: Collection[int]
) -> discord.Embed:
    """Who helps most; `left` are the members among them who are no longer here."""
    return discord.Embed(
        title=texts.leaderboard_title(t, community),
        description="\n".join(
            texts.leaderboard_line(t, ranked, has_left=ranked.standing.member_id in left) for ranked in best
        )
        or texts.leaderboard_empty(t),
        colour=BRAND,
    )

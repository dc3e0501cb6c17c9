"""What reputation looks like."""

from __future__ import annotations

import discord

from bot.reputation.boards.board import Details, Standing
from bot.reputation.ranks.service import Kept
from cogs.texts import boards, ranks
from cogs.texts import reputation as texts
from cogs.texts.language import Language
from cogs.ui.style import BRAND, add_lines


def standing(
    t: Language, name: str, found: Standing, details: Details | None, kept: Kept | None
) -> discord.Embed | None:
    """One member's reputation, and the rank that they still have; `details` for themselves and staff. None where there is
    nothing to be said of.
    """
    if not (found.all_time.points or found.all_time.helped or (details and details.latest)):
        return None
    embed = discord.Embed(
        title=texts.standing_title(t, discord.utils.escape_markdown(name)),
        description="\n".join([*boards.standing(t, found), *([ranks.kept_until(t, kept)] if kept else [])]),
        colour=BRAND,
    )
    if details is not None:
        add_lines(t, embed, boards.label_pending(t), [boards.pending(t, one) for one in details.pending])
        add_lines(t, embed, boards.label_held(t), [boards.held(t, one) for one in details.held])
        add_lines(t, embed, boards.label_latest(t), [boards.line(t, one) for one in details.latest])
        embed.set_footer(text=boards.label_for_you(t))
    return embed

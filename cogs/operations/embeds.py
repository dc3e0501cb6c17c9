"""What `/setup` found."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.jobs.obstacle import MetObstacle
from bot.requirements import Gap
from cogs.texts import operations as texts
from cogs.texts.language import Language
from cogs.ui.style import GOOD, WARN


def setup(t: Language, gaps: Sequence[Gap], note: str, obstacles: Sequence[MetObstacle] = ()) -> discord.Embed:
    """What `/setup` found."""
    lines = [texts.gap(t, gap) for gap in gaps]
    lines += [texts.obstacle_listed(t, met) for met in obstacles]
    lines = lines or [texts.setup_complete(t)]
    return discord.Embed(
        title=texts.setup_title(t, complete=not (gaps or obstacles)),
        description="\n".join([*lines, "", note])[:4000],
        colour=WARN if gaps or obstacles else GOOD,
    )

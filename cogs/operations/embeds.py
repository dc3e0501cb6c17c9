"""What `/setup` found."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.jobs.obstacle import MetObstacle, Obstacle, ObstacleKind
from bot.requirements import Gap, GapKind
from cogs.texts import operations as texts
from cogs.texts.language import Language
from cogs.ui.style import GOOD, WARN

_OBSTACLES = {
    GapKind.CHANNEL: (ObstacleKind.CHANNEL_MISSING, "#"),
    GapKind.CHANNEL_KIND: (ObstacleKind.CHANNEL_MISSING, "#"),
    GapKind.ROLE: (ObstacleKind.ROLE_MISSING, "@"),
    GapKind.TAG: (ObstacleKind.TAG_MISSING, "#"),
    GapKind.PERMISSION: (ObstacleKind.FORBIDDEN, "#"),
}
"""What a gap is an obstacle of, and the sign before its name there."""


def setup(t: Language, gaps: Sequence[Gap], note: str, obstacles: Sequence[MetObstacle] = ()) -> discord.Embed:
    """What `/setup` found; an obstacle that a gap explains is not said again, only how much waits for it."""
    lines = [texts.gap_listed(t, gap, sum(met.waiting for met in obstacles if _says(gap, met))) for gap in gaps]
    lines += [texts.obstacle_listed(t, met) for met in obstacles if not any(_says(gap, met) for gap in gaps)]
    lines = lines or [texts.setup_complete(t)]
    return discord.Embed(
        title=texts.setup_title(t, complete=not (gaps or obstacles)),
        description="\n".join([*lines, "", note])[:4000],
        colour=WARN if gaps or obstacles else GOOD,
    )


def _says(gap: Gap, met: MetObstacle) -> bool:
    """Whether the gap is what the obstacle is about."""
    if gap.kind not in _OBSTACLES:
        return False
    kind, sign = _OBSTACLES[gap.kind]
    return met.obstacle == Obstacle(kind, f"{sign}{gap.name}")

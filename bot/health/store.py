"""What the tables say of how well the bot is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot.database import Reader
from bot.schema import jobs, obstacles


async def overdue_since(reader: Reader, now: datetime, servers: Collection[int]) -> datetime | None:
    """When the oldest job of these servers, or of none, was due that is late and that no obstacle keeps."""
    late = select(func.min(jobs.c.due_at)).where(
        jobs.c.due_at <= now, jobs.c.obstacle_id.is_(None), jobs.c.guild_id.in_([0, *servers])
    )
    found: datetime | None = (await reader.execute(late)).scalar_one()
    return found


async def count_obstacles(reader: Reader, servers: Collection[int]) -> int:
    """How many obstacles there are in these servers."""
    found = select(func.count()).select_from(obstacles).where(obstacles.c.guild_id.in_(servers))
    return int((await reader.execute(found)).scalar_one())

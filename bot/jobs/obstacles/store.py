"""The `obstacles` table, and who is told where the queue channel is what is missing (`setups`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, exists, func, insert, literal, or_, select, update

from bot.database import Reader, Transaction
from bot.jobs import store as owed
from bot.jobs.obstacle import LETS_ONE_PASS, PASSED_JOB, Line, MetObstacle, Obstacle, ObstacleKind
from bot.schema import jobs, obstacles, setups


def meet(
    tx: Transaction, guild_id: int, obstacle: Obstacle, at: datetime, *, is_standing: bool = False
) -> tuple[int, bool]:
    """The id of this obstacle in this server, and whether it is new there."""
    known = tx.execute(
        update(obstacles)
        .where(
            obstacles.c.guild_id == guild_id,
            obstacles.c.kind == obstacle.kind.value,
            obstacles.c.what == obstacle.what,
        )
        .values(is_standing=or_(obstacles.c.is_standing, literal(is_standing)))
        .returning(obstacles.c.id)
    )
    if (id_ := known.scalar_one_or_none()) is not None:
        return int(id_), False
    made = tx.execute(
        insert(obstacles)
        .values(
            guild_id=guild_id,
            kind=obstacle.kind.value,
            what=obstacle.what,
            since_at=at,
            is_standing=is_standing,
        )
        .returning(obstacles.c.id)
    )
    return int(made.scalar_one()), True


def forget_passed(tx: Transaction, ids: Collection[int], at: datetime) -> None:
    """Those of these obstacles are gone for which no job waits, and which do not stand by themselves.

    That the lines which told of them are taken back is owed by `PASSED_JOB`.
    """
    passed = tx.execute(
        delete(obstacles)
        .where(
            obstacles.c.id.in_(ids),
            obstacles.c.is_standing.is_(False),
            ~exists().where(jobs.c.obstacle_id == obstacles.c.id),
        )
        .returning(obstacles)
    )
    for row in passed.all():
        if (line := _line(row)) is not None:
            take_back(tx, row.guild_id, row.what, line, at)


def narrow(reader: Reader, ids: Collection[int]) -> set[int]:
    """Those of these obstacles that let one job pass for each place that is free."""
    rows = reader.execute(
        select(obstacles.c.id).where(
            obstacles.c.id.in_(ids), obstacles.c.kind.in_([kind.value for kind in LETS_ONE_PASS])
        )
    )
    return set(rows.scalars())


def take_back(tx: Transaction, guild_id: int, what: str, line: Line, at: datetime) -> None:
    """Owe `PASSED_JOB` for the line that told of what kept us."""
    owed.put(
        tx,
        guild_id=guild_id,
        kind=PASSED_JOB,
        subject_id=line.message_id,
        due_at=at,
        data={"channel": line.channel_id, "what": what},
        put_at=at,
        leased_by=None,
        leased_until=None,
    )


def forget_standing(tx: Transaction, guild_id: int, but: Collection[int], at: datetime) -> None:
    """What stood by itself in this server stands no longer, but for these; what jobs wait for stays until they are done."""
    fallen = tx.execute(
        update(obstacles)
        .where(obstacles.c.guild_id == guild_id, obstacles.c.is_standing.is_(True), obstacles.c.id.not_in(but))
        .values(is_standing=False)
        .returning(obstacles.c.id)
    )
    forget_passed(tx, [row.id for row in fallen], at)


def get(reader: Reader, obstacle_id: int) -> MetObstacle | None:
    """By id."""
    row = reader.execute(_with_waiting().where(obstacles.c.id == obstacle_id)).one_or_none()
    return None if row is None else _met(row)


def in_server(reader: Reader, guild_id: int) -> list[MetObstacle]:
    """All obstacles of a server, the oldest first."""
    rows = reader.execute(_with_waiting().where(obstacles.c.guild_id == guild_id).order_by(obstacles.c.id))
    return [_met(row) for row in rows]


def count(reader: Reader, servers: Collection[int]) -> int:
    """How many obstacles there are in these servers."""
    found = select(func.count()).select_from(obstacles).where(obstacles.c.guild_id.in_(servers))
    return int(reader.execute(found).scalar_one())


def save_told(tx: Transaction, obstacle_id: int, at: datetime, line: Line | None) -> bool:
    """People have been told, by this line in the queue channel if it is one. Whether the obstacle is still there."""
    told = tx.execute(
        update(obstacles)
        .where(obstacles.c.id == obstacle_id)
        .values(
            told_at=at,
            line_channel_id=line.channel_id if line else None,
            line_message_id=line.message_id if line else None,
        )
        .returning(obstacles.c.id)
    )
    return told.first() is not None


def save_setup(tx: Transaction, guild_id: int, member_id: int, at: datetime) -> None:
    """This administrator has run `/setup`."""
    tx.execute(delete(setups).where(setups.c.guild_id == guild_id, setups.c.member_id == member_id))
    tx.execute(insert(setups).values(guild_id=guild_id, member_id=member_id, at=at))


def administrators(reader: Reader, guild_id: int, limit: int) -> list[int]:
    """Who last ran `/setup`, the latest first."""
    rows = reader.execute(
        select(setups.c.member_id).where(setups.c.guild_id == guild_id).order_by(setups.c.at.desc()).limit(limit)
    )
    return [row.member_id for row in rows]


def _with_waiting() -> Select[Any]:
    waiting = select(func.count()).where(jobs.c.obstacle_id == obstacles.c.id).scalar_subquery()
    return select(obstacles, waiting.label("waiting"))


def _met(row: Row[Any]) -> MetObstacle:
    return MetObstacle(
        id=row.id,
        guild_id=row.guild_id,
        obstacle=Obstacle(ObstacleKind(row.kind), row.what),
        since_at=row.since_at,
        told_at=row.told_at,
        waiting=row.waiting,
        line=_line(row),
    )


def _line(row: Row[Any]) -> Line | None:
    return None if row.line_message_id is None else Line(row.line_channel_id, row.line_message_id)

"""The table `prevention_work`, and `prevention_undone`, which takes lines of it back; both append-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, insert, select

from bot.cost_tables import prevention_undone, prevention_work
from bot.database import Reader, Transaction
from bot.prevention.work import Work

COUNTS: ColumnElement[bool] = ~exists().where(prevention_undone.c.work_id == prevention_work.c.id)
"""It was not undone."""


def add(tx: Transaction, work: Work) -> None:
    """A submission that comes twice is one line."""
    tx.insert_once(prevention_work, asdict(work))


def undo(tx: Transaction, work: Work, at: datetime) -> None:
    """It does not count. IntegrityError where it was undone before."""
    tx.execute(insert(prevention_undone).values(work_id=work.id, guild_id=work.guild_id, at=at))


def is_undone(reader: Reader, work_id: int) -> bool:
    """Whether it counts no more."""
    return reader.execute(select(exists().where(prevention_undone.c.work_id == work_id))).scalar_one()


def get(reader: Reader, work_id: int) -> Work | None:
    """None where there is none."""
    row = reader.execute(select(prevention_work).where(prevention_work.c.id == work_id)).one_or_none()
    return None if row is None else _work(row)


def by_interaction(reader: Reader, interaction_id: int) -> Work | None:
    """What this submission has made already."""
    query = select(prevention_work).where(prevention_work.c.interaction_id == interaction_id)
    row = reader.execute(query).one_or_none()
    return None if row is None else _work(row)


def of_member(reader: Reader, guild_id: int, member_id: int, since: datetime) -> Sequence[Work]:
    """What they did and have not undone, the newest first."""
    query = (
        select(prevention_work)
        .where(
            prevention_work.c.guild_id == guild_id,
            prevention_work.c.at >= since,
            prevention_work.c.member_id == member_id,
            COUNTS,
        )
        .order_by(prevention_work.c.at.desc())
    )
    return [_work(row) for row in reader.execute(query)]


def _work(row: Row[Any]) -> Work:
    return Work(**row._mapping)

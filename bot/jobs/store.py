"""The `jobs` table: put, claim with a lease, postpone, delete."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, or_, select, update

from bot.database import Reader, Transaction
from bot.jobs.job import Job
from bot.schema import jobs


async def put(
    tx: Transaction,
    *,
    guild_id: int,
    kind: str,
    subject_id: int,
    due_at: datetime,
    leased_until: datetime | None,
) -> None:
    """Write a job, in place of any of the same kind and subject.

    Where a run of the old one has begun, the new one counts on from it: that run may have made something. It
    counts one further, so that the end of that run (`_of_run`) leaves the new one alone.
    """
    old = await tx.execute(
        delete(jobs).where(jobs.c.kind == kind, jobs.c.subject_id == subject_id).returning(jobs.c.attempts)
    )
    begun = old.scalar_one_or_none() or 0
    await tx.execute(
        insert(jobs).values(
            guild_id=guild_id,
            kind=kind,
            subject_id=subject_id,
            due_at=due_at,
            leased_until=leased_until,
            attempts=begun + 1 if begun else 0,
        )
    )


async def claim(
    tx: Transaction, kind: str, subject_id: int, until: datetime, *, due_by: datetime | None = None
) -> Job | None:
    """Begin a run of this job, leased and counted; None where it is done or, with `due_by`, due only later."""
    begin = (
        update(jobs)
        .where(jobs.c.kind == kind, jobs.c.subject_id == subject_id)
        .values(leased_until=until, attempts=jobs.c.attempts + 1)
        .returning(jobs)
    )
    if due_by is not None:
        begin = begin.where(jobs.c.due_at <= due_by)
    found = (await tx.execute(begin)).one_or_none()
    return None if found is None else _job(found)


async def lease_due(tx: Transaction, now: datetime, until: datetime, limit: int) -> list[Job]:
    """Lease up to `limit` jobs that are due and not leased, the longest overdue first. `claim` begins their runs."""
    due = (
        select(jobs.c.id)
        .where(jobs.c.due_at <= now, or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= now))
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(limit)
    )
    rows = await tx.execute(update(jobs).where(jobs.c.id.in_(due)).values(leased_until=until).returning(jobs))
    return sorted((_job(row) for row in rows), key=lambda job: (job.due_at, job.id))


async def next_at(reader: Reader) -> datetime | None:
    """When the next job can be claimed; None where nothing is owed."""
    free_at = case(
        (
            and_(jobs.c.leased_until.is_not(None), jobs.c.leased_until > jobs.c.due_at),
            jobs.c.leased_until,
        ),
        else_=jobs.c.due_at,
    )
    earliest: datetime | None = (
        await reader.execute(select(func.min(free_at, type_=jobs.c.due_at.type)))
    ).scalar_one()
    return earliest


async def postpone(tx: Transaction, run: Job, due_at: datetime) -> None:
    """Give the lease back and try again at `due_at`."""
    await tx.execute(update(jobs).where(_of_run(run)).values(due_at=due_at, leased_until=None))


async def repeat(tx: Transaction, run: Job, due_at: datetime) -> None:
    """This run is done; the next is due at `due_at`, with its attempts counted afresh."""
    await tx.execute(update(jobs).where(_of_run(run)).values(due_at=due_at, leased_until=None, attempts=0))


async def done(tx: Transaction, run: Job) -> None:
    """Owe no longer what this run has done; a job put in its place meanwhile stays."""
    await tx.execute(delete(jobs).where(_of_run(run)))


async def delete_for(tx: Transaction, kind: str, subject_id: int) -> None:
    """Nothing of this kind is owed to this subject any more."""
    await tx.execute(delete(jobs).where(jobs.c.kind == kind, jobs.c.subject_id == subject_id))


async def release_leases(tx: Transaction) -> None:
    """Nobody else can hold one (SQLite, one process): the leases are those of a process that died."""
    await tx.execute(update(jobs).values(leased_until=None))


async def waiting(reader: Reader) -> list[Job]:
    """All jobs, soonest first."""
    return [_job(row) for row in await reader.execute(select(jobs).order_by(jobs.c.due_at, jobs.c.id))]


def _of_run(run: Job) -> ColumnElement[bool]:
    """The row that this run has claimed. Its id is not enough: SQLite gives the id of a deleted row out again."""
    return and_(
        jobs.c.id == run.id,
        jobs.c.kind == run.kind,
        jobs.c.subject_id == run.subject_id,
        jobs.c.attempts == run.attempts,
    )


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        guild_id=row.guild_id,
        kind=row.kind,
        subject_id=row.subject_id,
        due_at=row.due_at,
        attempts=row.attempts,
    )

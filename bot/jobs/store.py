"""The `jobs` table: put, claim with a lease, put off, park, delete."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot.database import Reader, Transaction
from bot.jobs.job import Job
from bot.schema import jobs

# What runs for every job is built once, and executed with parameters: SQLAlchemy would else look through each new
# statement for whether it has compiled the same before, which costs more than to run it.

_OF_RUN = and_(
    jobs.c.id == bindparam("run_id"),
    jobs.c.kind == bindparam("run_kind"),
    jobs.c.subject_id == bindparam("run_subject_id"),
    jobs.c.attempts == bindparam("run_attempts"),
)
"""The row that a run has claimed. Its id is not enough: SQLite gives the id of a deleted row out again."""

_IS_THIS = and_(jobs.c.kind == bindparam("this_kind"), jobs.c.subject_id == bindparam("this_subject_id"))
_IS_UNLEASED = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= bindparam("by_now"))
_IS_DUE = and_(jobs.c.next_try_at <= bindparam("by_now"), _IS_UNLEASED)
_IS_SERVED = {True: true(), False: jobs.c.guild_id.in_(bindparam("servers", expanding=True))}
"""By whether all servers are: else those that we serve, and none (0)."""

_DELETE = delete(jobs).where(_IS_THIS).returning(jobs.c.attempts, jobs.c.obstacle_id)
_INSERT = insert(jobs)
_CLAIM = (
    update(jobs)
    .where(_IS_THIS, or_(jobs.c.leased_by.is_(None), jobs.c.leased_by == bindparam("me"), _IS_UNLEASED))
    .values(leased_by=bindparam("me"), leased_until=bindparam("until"), attempts=jobs.c.attempts + 1)
    .returning(jobs)
)
_CLAIM_DUE = _CLAIM.where(jobs.c.next_try_at <= bindparam("by_now"))
_IS_OWED = select(jobs.c.id).where(_IS_THIS)
_OWED = select(jobs.c.kind).where(
    jobs.c.kind.in_(bindparam("kinds", expanding=True)), jobs.c.subject_id == bindparam("subject_id")
)
_DUE_KINDS = {
    # Not `kind` itself: to find that without repetition, all jobs would be read in the order of their kinds.
    are_all: select((jobs.c.kind + literal_column("''")).label("kind")).where(_IS_DUE, is_served).distinct()
    for are_all, is_served in _IS_SERVED.items()
}
_LEASE_DUE = {
    are_all: update(jobs)
    .where(
        jobs.c.id.in_(
            select(jobs.c.id)
            .where(jobs.c.kind == bindparam("of_kind"), _IS_DUE, is_served)
            .order_by(jobs.c.next_try_at, jobs.c.id)
            .limit(bindparam("at_most"))
        )
    )
    .values(leased_by=bindparam("me"), leased_until=bindparam("until"), attempts=jobs.c.attempts + 1)
    .returning(jobs)
    for are_all, is_served in _IS_SERVED.items()
}
_NEXT_FREE = {
    are_all: select(jobs.c.next_try_at)
    .where(
        jobs.c.next_try_at.is_not(None),
        _IS_UNLEASED,
        is_served,
        jobs.c.kind.not_in(bindparam("but", expanding=True)),
    )
    .order_by(jobs.c.next_try_at)
    .limit(1)
    for are_all, is_served in _IS_SERVED.items()
}
_NEXT_END = (
    select(jobs.c.leased_until)
    .where(jobs.c.leased_until > bindparam("by_now"))
    .order_by(jobs.c.leased_until)
    .limit(1)
)
_RENEW = update(jobs).where(_OF_RUN, jobs.c.leased_by.is_not(None)).values(leased_until=bindparam("until"))
_IS_LOST = select(jobs.c.id).where(jobs.c.id == bindparam("id"), _IS_THIS, jobs.c.leased_by != bindparam("me"))
_DONE = delete(jobs).where(_OF_RUN)
_PUT_OFF = update(jobs).where(_OF_RUN).values(next_try_at=bindparam("at"), leased_by=None, leased_until=None)
_REPEAT = (
    update(jobs)
    .where(_OF_RUN)
    .values(
        due_at=bindparam("at"),
        next_try_at=bindparam("at"),
        obstacle_id=None,
        leased_by=None,
        leased_until=None,
        attempts=0,
    )
)


def put(
    tx: Transaction,
    *,
    guild_id: int,
    kind: str,
    subject_id: int,
    due_at: datetime,
    data: Mapping[str, Any],
    put_at: datetime,
    leased_by: str | None,
    leased_until: datetime | None,
) -> None:
    """Write a job, in place of any of the same kind and subject.

    Where a run of the old one has begun, the new one counts on from it: that run may have made something. It
    counts one further, so that the end of that run (`_OF_RUN`) leaves the new one alone. What kept the old one may
    keep the new one, too.
    """
    row = tx.execute(_DELETE, _this(kind, subject_id)).one_or_none()
    begun, obstacle_id = (row.attempts, row.obstacle_id) if row is not None else (0, None)
    tx.execute(
        _INSERT,
        {
            "guild_id": guild_id,
            "kind": kind,
            "subject_id": subject_id,
            "data": dict(data),
            "put_at": put_at,
            "due_at": due_at,
            "next_try_at": due_at,
            "obstacle_id": obstacle_id,
            "leased_by": leased_by,
            "leased_until": leased_until,
            "attempts": begun + 1 if begun else 0,
        },
    )


def keep(tx: Transaction, *, guild_id: int, kind: str, subject_id: int, due_at: datetime) -> None:
    """Write a job that is owed from every start on: due now, whatever an earlier run said, and counting on."""
    kept = tx.execute(
        update(jobs)
        .where(jobs.c.kind == kind, jobs.c.subject_id == subject_id)
        .values(due_at=due_at, next_try_at=due_at)
        .returning(jobs.c.id)
    )
    if kept.first() is None:
        put(
            tx,
            guild_id=guild_id,
            kind=kind,
            subject_id=subject_id,
            due_at=due_at,
            data={},
            put_at=due_at,
            leased_by=None,
            leased_until=None,
        )


def claim(
    tx: Transaction, kind: str, subject_id: int, *, by: str, now: datetime, until: datetime, only_due: bool = False
) -> Job | None:
    """Begin a run of this job, leased and counted, unless another process holds its lease.

    None where it is done, held elsewhere or, with `only_due`, due only later.
    """
    begin = _CLAIM_DUE if only_due else _CLAIM
    found = tx.execute(begin, {**_this(kind, subject_id), "me": by, "by_now": now, "until": until}).one_or_none()
    return None if found is None else _job(found)


def is_owed(reader: Reader, kind: str, subject_id: int) -> bool:
    """Whether there is such a job, whoever holds it."""
    return reader.execute(_IS_OWED, _this(kind, subject_id)).first() is not None


def owed(reader: Reader, kinds: Collection[str], subject_id: int) -> frozenset[str]:
    """Which of these kinds there are for a subject."""
    return frozenset(reader.execute(_OWED, {"kinds": list(kinds), "subject_id": subject_id}).scalars())


def data_of(reader: Reader, kind: str, subject_id: int, guild_id: int) -> dict[str, Any] | None:
    """What was put with this job of this server; None where it is not owed."""
    found = reader.execute(
        select(jobs.c.data).where(
            jobs.c.kind == kind, jobs.c.subject_id == subject_id, jobs.c.guild_id == guild_id
        )
    )
    return found.scalar_one_or_none()


def due_kinds(reader: Reader, now: datetime, servers: Collection[int] | None) -> list[str]:
    """The kinds of which something can be claimed."""
    return list(reader.execute(_DUE_KINDS[servers is None], {"by_now": now, **_of(servers)}).scalars())


def lease_due(
    tx: Transaction,
    kind: str,
    *,
    by: str,
    now: datetime,
    until: datetime,
    servers: Collection[int] | None,
    limit: int,
) -> list[Job]:
    """Begin the runs of up to `limit` jobs of a kind that are due and not leased, the longest overdue first."""
    rows = tx.execute(
        _LEASE_DUE[servers is None],
        {"of_kind": kind, "me": by, "by_now": now, "until": until, "at_most": limit, **_of(servers)},
    )
    return sorted((_job(row) for row in rows), key=lambda job: (job.next_try_at or now, job.id))


def next_at(
    reader: Reader, now: datetime, servers: Collection[int] | None, but: Collection[str]
) -> datetime | None:
    """When the next job can be claimed that is of none of the kinds `but`, or the next lease ends.

    None where nothing is owed that time brings about.
    """
    free = reader.execute(_NEXT_FREE[servers is None], {"by_now": now, "but": list(but), **_of(servers)})
    ends = reader.execute(_NEXT_END, {"by_now": now})
    times = (free.scalar_one_or_none(), ends.scalar_one_or_none())
    return min((at for at in times if at is not None), default=None)


def overdue_since(reader: Reader, now: datetime, servers: Collection[int]) -> datetime | None:
    """When the oldest job of these servers, or of none, was due that is late and that no obstacle keeps."""
    late = select(func.min(jobs.c.due_at)).where(
        jobs.c.due_at <= now, jobs.c.next_try_at.is_not(None), _IS_SERVED[False]
    )
    found: datetime | None = reader.execute(late, _of(servers)).scalar_one()
    return found


def renew(tx: Transaction, runs: Sequence[Job], until: datetime) -> None:
    """These runs go on, and hold their leases for longer; but for one whose lease a start has given back."""
    tx.execute_many(_RENEW, [{**_run(run), "until": until} for run in runs])


def is_lost(tx: Transaction, run: Job, by: str) -> bool:
    """Whether another process has begun a run of this job, because our lease had ended."""
    found = tx.execute(_IS_LOST, {"id": run.id, **_this(run.kind, run.subject_id), "me": by})
    return found.first() is not None


def done(tx: Transaction, runs: Sequence[Job]) -> None:
    """Owe no longer what these runs have done; a job put in the place of one meanwhile stays."""
    tx.execute_many(_DONE, [_run(run) for run in runs])


def put_off(tx: Transaction, runs: Sequence[tuple[Job, datetime]]) -> None:
    """Give the leases back and try again at these times; what was promised stays as it is."""
    tx.execute_many(_PUT_OFF, [{**_run(run), "at": at} for run, at in runs])


def repeat(tx: Transaction, runs: Sequence[tuple[Job, datetime]]) -> None:
    """These runs are done; the next are due at these times, with their attempts counted afresh."""
    tx.execute_many(_REPEAT, [{**_run(run), "at": at} for run, at in runs])


def park(tx: Transaction, run: Job, obstacle_id: int) -> None:
    """Give the lease back, and try again when something has changed."""
    tx.execute_many(
        update(jobs)
        .where(_OF_RUN)
        .values(next_try_at=None, obstacle_id=obstacle_id, leased_by=None, leased_until=None),
        [_run(run)],
    )


def unpark(tx: Transaction, now: datetime, guild_id: int) -> None:
    """Something has changed in this server, or for what belongs to none: one job is tried for each obstacle there,
    before all the others are (`free`), or Discord would be asked for a hundred refusals at each change.
    """
    _try_one(tx, now, jobs.c.guild_id.in_([0, guild_id]))


def free(tx: Transaction, now: datetime, obstacle_ids: Collection[int]) -> None:
    """These obstacles have been passed: whatever is parked at them is due now."""
    tx.execute(
        update(jobs)
        .where(jobs.c.obstacle_id.in_(obstacle_ids), jobs.c.next_try_at.is_(None))
        .values(next_try_at=now)
    )


def try_another(tx: Transaction, now: datetime, obstacle_ids: Collection[int]) -> None:
    """Who was tried at these obstacles has met another, or taken the room there was: the next is tried."""
    _try_one(tx, now, jobs.c.obstacle_id.in_(obstacle_ids))


def has_parked(reader: Reader, guild_id: int) -> bool:
    """Whether anything of this server is parked."""
    found = reader.execute(
        select(jobs.c.id).where(jobs.c.guild_id.in_([0, guild_id]), jobs.c.next_try_at.is_(None)).limit(1)
    )
    return found.first() is not None


def begin_anew(tx: Transaction, now: datetime, *, only_process: bool) -> None:
    """A start: everything that is owed by now is tried at once; of what is parked one at each obstacle.

    Where we are the only process, nobody can hold a lease: those that are there are of a process that died; else those
    are respected that have not ended. What was due at once by a clock that was ahead is due at once.
    """
    ended = jobs.c.leased_until.is_not(None) if only_process else jobs.c.leased_until <= now
    tx.execute(update(jobs).where(ended).values(leased_by=None, leased_until=None))
    tx.execute(update(jobs).where(jobs.c.next_try_at > jobs.c.due_at).values(next_try_at=jobs.c.due_at))
    tx.execute(update(jobs).where(jobs.c.put_at > now, jobs.c.due_at <= jobs.c.put_at).values(next_try_at=now))
    _try_one(tx, now, true())


def set_back(tx: Transaction, now: datetime, before: datetime, *, until: datetime, retry: datetime) -> None:
    """The clock was set back from `before` to `now`: what was due stays due, and no lease or retry lasts longer
    than it would have.
    """
    tx.execute(update(jobs).where(jobs.c.next_try_at > now, jobs.c.next_try_at <= before).values(next_try_at=now))
    tx.execute(update(jobs).where(jobs.c.attempts > 0, jobs.c.next_try_at > retry).values(next_try_at=retry))
    tx.execute(update(jobs).where(jobs.c.leased_until > until).values(leased_until=until))


def count_as_begun(tx: Transaction) -> None:
    """Each job has been run before, as far as anybody knows."""
    tx.execute(update(jobs).where(jobs.c.attempts == 0).values(attempts=1))


def delete_for(tx: Transaction, kind: str, subject_id: int) -> int | None:
    """Nothing of this kind is owed to this subject any more. The obstacle that kept it, if there was one."""
    gone = tx.execute(_DELETE, _this(kind, subject_id)).one_or_none()
    return None if gone is None else gone.obstacle_id


def waiting(reader: Reader) -> list[Job]:
    """All jobs, soonest first; what is parked comes last."""
    rows = reader.execute(select(jobs).order_by(jobs.c.next_try_at.is_(None), jobs.c.next_try_at, jobs.c.id))
    return [_job(row) for row in rows]


def _try_one(tx: Transaction, now: datetime, of: ColumnElement[bool]) -> None:
    """Of these jobs, those that are parked: one at each obstacle, and all that are parked at none any more, are due."""
    parked = and_(of, jobs.c.next_try_at.is_(None))
    first = select(func.min(jobs.c.id)).where(parked).group_by(jobs.c.obstacle_id)
    tx.execute(
        update(jobs).where(parked, or_(jobs.c.obstacle_id.is_(None), jobs.c.id.in_(first))).values(next_try_at=now)
    )


def _run(run: Job) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "run_kind": run.kind,
        "run_subject_id": run.subject_id,
        "run_attempts": run.attempts,
    }


def _this(kind: str, subject_id: int) -> dict[str, Any]:
    return {"this_kind": kind, "this_subject_id": subject_id}


def _of(servers: Collection[int] | None) -> dict[str, Any]:
    return {} if servers is None else {"servers": [0, *servers]}


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        guild_id=row.guild_id,
        kind=row.kind,
        subject_id=row.subject_id,
        due_at=row.due_at,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        data=row.data,
        obstacle_id=row.obstacle_id,
    )

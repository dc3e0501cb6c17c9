"""The tables `reputation_cases` and `reputation_audit`, which only grows; and what of the ledger staff are to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update

from bot.award_tables import awards
from bot.database import Reader, Transaction
from bot.hold_tables import reputation_audit, reputation_cases
from bot.reputation.holds.case import Action, Audited, Case, CaseKind, Decision, Order, Outcome
from bot.reputation.line import LIMITED, Line, Rule
from bot.reputation.rings import Pair
from bot.reputation.store import is_held, line_of, stands

_LIMITED = sorted(giver.value for giver in LIMITED)


def add(tx: Transaction, case: Case) -> None:
    """Open it. IntegrityError where its order was given before."""
    order = case.order
    values = {
        "id": case.id,
        "guild_id": case.guild_id,
        "kind": case.kind.value,
        "member_id": case.member_id,
        "members": list(case.members),
        "line_ids": list(case.line_ids),
        "inside": case.inside,
        "received": case.received,
        "opened_at": case.opened_at,
        "opened_by": case.opened_by,
    }
    if order is not None:
        values |= {
            "action": order.action.value,
            "points": order.points,
            "reason": order.reason,
            "interaction_id": order.interaction_id,
        }
    tx.execute(insert(reputation_cases).values(**values))


def extend(tx: Transaction, case_id: int, members: Sequence[int], line_ids: Sequence[int]) -> None:
    """There is more to look at."""
    here = update(reputation_cases).where(reputation_cases.c.id == case_id)
    tx.execute(here.values(members=list(members), line_ids=list(line_ids)))


def decide(tx: Transaction, case_id: int, decision: Decision, by_id: int | None, at: datetime) -> None:
    """Nobody has to look any more."""
    here = update(reputation_cases).where(reputation_cases.c.id == case_id)
    tx.execute(here.values(decision=decision.value, decided_by=by_id, decided_at=at))


def save_card(tx: Transaction, case_id: int, channel_id: int, message_id: int) -> None:
    """Where its card stands."""
    here = update(reputation_cases).where(reputation_cases.c.id == case_id)
    tx.execute(here.values(card_channel_id=channel_id, card_message_id=message_id))


def get(reader: Reader, case_id: int) -> Case | None:
    """None where there is none."""
    row = reader.execute(select(reputation_cases).where(reputation_cases.c.id == case_id)).one_or_none()
    return None if row is None else _case(row)


def by_interaction(reader: Reader, interaction_id: int) -> Case | None:
    """What this order has opened already."""
    here = select(reputation_cases).where(reputation_cases.c.interaction_id == interaction_id)
    row = reader.execute(here).one_or_none()
    return None if row is None else _case(row)


def of_member(reader: Reader, guild_id: int, member_id: int, kind: CaseKind, since: datetime) -> list[Case]:
    """The cases about a member that are open, or were opened since then; the oldest first."""
    here = select(reputation_cases).where(
        reputation_cases.c.guild_id == guild_id,
        reputation_cases.c.member_id == member_id,
        reputation_cases.c.kind == kind.value,
        or_(reputation_cases.c.decision.is_(None), reputation_cases.c.opened_at > since),
    )
    return sorted((_case(row) for row in reader.execute(here)), key=lambda case: case.id)


def open_with(reader: Reader, guild_id: int, line_ids: Collection[int]) -> list[Case]:
    """The open cases of a server in which one of these lines is to be looked at."""
    return [case for case in _open(reader, guild_id) if not set(line_ids).isdisjoint(case.line_ids)]


def open_about(reader: Reader, guild_id: int, member_id: int) -> list[Case]:
    """The open cases of a server which concern this member."""
    return [case for case in _open(reader, guild_id) if member_id in case.members]


def _open(reader: Reader, guild_id: int) -> list[Case]:
    here = select(reputation_cases).where(
        reputation_cases.c.guild_id == guild_id, reputation_cases.c.decision.is_(None)
    )
    return [_case(row) for row in reader.execute(here.order_by(reputation_cases.c.id))]


def write_down(tx: Transaction, guild_id: int, done: Audited) -> None:
    """One more line of what staff did."""
    values = asdict(done) | {"action": done.action.value, "outcome": done.outcome.value, "guild_id": guild_id}
    tx.execute(insert(reputation_audit).values(**values))


def audit(reader: Reader, guild_id: int, limit: int) -> list[Audited]:
    """What staff did, the newest first."""
    here = select(reputation_audit).where(reputation_audit.c.guild_id == guild_id)
    rows = reader.execute(here.order_by(reputation_audit.c.at.desc(), reputation_audit.c.id.desc()).limit(limit))
    return [
        Audited(
            at=row.at,
            by_id=row.by_id,
            action=Action(row.action),
            member_id=row.member_id,
            line_id=row.line_id,
            case_id=row.case_id,
            points=row.points,
            outcome=Outcome(row.outcome),
            reason=row.reason,
        )
        for row in rows
    ]


def alone(reader: Reader, guild_id: int, by_id: int, member_id: int, since: datetime) -> int:
    """Points that one of staff gave or took a member since then without another, each counted as if it was given."""
    query = select(func.coalesce(func.sum(func.abs(reputation_audit.c.points)), 0)).where(
        reputation_audit.c.guild_id == guild_id,
        reputation_audit.c.at > since,
        reputation_audit.c.by_id == by_id,
        reputation_audit.c.member_id == member_id,
        reputation_audit.c.action.in_([Action.ADJUST.value, Action.COMMEND.value]),
        reputation_audit.c.outcome == Outcome.DONE.value,
        reputation_audit.c.case_id.is_(None),
    )
    return int(reader.execute(query).scalar_one())


def pending(reader: Reader, guild_id: int, member_id: int, since: datetime) -> list[Line]:
    """What is still to vest of what a member earned since then, the earliest first."""
    return _lines(
        reader,
        awards.c.guild_id == guild_id,
        awards.c.member_id == member_id,
        awards.c.earned_at > since,
        awards.c.pending > 0,
        stands(),
    )


def spent(reader: Reader, guild_id: int, member_id: int, since: datetime) -> set[int]:
    """Who has given a member so often since then that it earns nothing more."""
    query = select(awards.c.awarded_by).where(
        awards.c.guild_id == guild_id,
        awards.c.member_id == member_id,
        awards.c.earned_at > since,
        awards.c.rule == Rule.PAIR_SPENT.value,
        stands(),
    )
    return set(reader.execute(query).scalars())


def between(reader: Reader, guild_id: int, pair: Pair, since: datetime) -> list[Line]:
    """What stands of what one gave another since then, the earliest first; also what has no points."""
    return _lines(
        reader,
        awards.c.guild_id == guild_id,
        awards.c.awarded_by == pair[0],
        awards.c.member_id == pair[1],
        awards.c.earned_at > since,
        awards.c.giver.in_(_LIMITED),
        stands(),
    )


def given(reader: Reader, guild_id: int, by_id: int, since: datetime) -> list[Line]:
    """What stands of what a member gave others since then and has earned them something, the earliest first."""
    return _lines(
        reader,
        awards.c.guild_id == guild_id,
        awards.c.awarded_by == by_id,
        awards.c.earned_at > since,
        awards.c.giver.in_(_LIMITED),
        awards.c.points + awards.c.pending > 0,
        stands(),
    )


def pairs(reader: Reader, guild_id: int, since: datetime, until: datetime) -> Counter[Pair]:
    """Who gave to whom how often between these times: what stands or is held, but for what staff have let go."""
    # Counted here: to group them, SQLite goes by the index of who gave, and reads all of the server for each day.
    query = select(awards.c.awarded_by, awards.c.member_id).where(
        awards.c.guild_id == guild_id, awards.c.earned_at >= since, awards.c.earned_at < until, *_looked_at()
    )
    return Counter((row.awarded_by, row.member_id) for row in reader.execute(query))


def to_hold(reader: Reader, guild_id: int, pair: Pair, since: datetime) -> list[Line]:
    """What one gave another since then that stands and has earned something, but for what staff have let go."""
    return _lines(
        reader,
        awards.c.guild_id == guild_id,
        awards.c.awarded_by == pair[0],
        awards.c.member_id == pair[1],
        awards.c.earned_at >= since,
        awards.c.points + awards.c.pending > 0,
        *_looked_at(),
        stands(),
    )


def recent(reader: Reader, guild_id: int, member_id: int | None, limit: int) -> list[Line]:
    """The newest award lines of a server, or of a member of it, that stand or are held and have earned something."""
    here: list[ColumnElement[bool]] = [awards.c.guild_id == guild_id]
    if member_id is not None:
        here.append(awards.c.member_id == member_id)
    query = select(awards).where(*here, awards.c.points + awards.c.pending != 0, or_(stands(), is_held()))
    rows = reader.execute(query.order_by(awards.c.earned_at.desc(), awards.c.id.desc()).limit(limit))
    return [line_of(row) for row in rows]


def _looked_at() -> tuple[ColumnElement[bool], ...]:
    return (
        awards.c.awarded_by.is_not(None),
        awards.c.giver.in_(_LIMITED),
        awards.c.data["released_by"].as_string().is_(None),
        or_(stands(), is_held()),
    )


def _lines(reader: Reader, *here: ColumnElement[bool]) -> list[Line]:
    return [line_of(row) for row in reader.execute(select(awards).where(*here).order_by(awards.c.earned_at))]


def _case(row: Row[Any]) -> Case:
    order = None
    if row.action is not None:
        line_id = row.line_ids[0] if row.line_ids else None
        order = Order(Action(row.action), row.member_id, line_id, row.points, row.reason, row.interaction_id)
    return Case(
        id=row.id,
        guild_id=row.guild_id,
        kind=CaseKind(row.kind),
        member_id=row.member_id,
        members=tuple(row.members),
        line_ids=tuple(row.line_ids),
        opened_at=row.opened_at,
        inside=row.inside,
        received=row.received,
        opened_by=row.opened_by,
        order=order,
        decision=None if row.decision is None else Decision(row.decision),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        card_channel_id=row.card_channel_id,
        card_message_id=row.card_message_id,
    )

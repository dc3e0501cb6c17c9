"""The ledger: awards are inserted once and never changed; balances are sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.database import Reader, Transaction
from bot.reputation.rules import Award, Reason
from bot.schema import awards


@dataclass(frozen=True)
class Standing:
    """A member's place: balance in points, number of awards, and 1 for the best."""

    member_id: int
    balance: int
    awards: int
    place: int


def add(tx: Transaction, award: Award) -> int | None:
    """Write the award; its id, or None where its subject has been awarded already."""
    values = {
        "guild_id": award.guild_id,
        "member_id": award.member_id,
        "awarded_by": award.awarded_by,
        "reason": award.reason.value,
        "subject_id": award.subject_id,
        "points": award.points,
        "at": award.at,
    }
    return tx.insert_once(awards, values)


def get(reader: Reader, award_id: int) -> Award | None:
    """By the database's id."""
    row = reader.execute(select(awards).where(awards.c.id == award_id)).one_or_none()
    if row is None:
        return None
    return Award(
        guild_id=row.guild_id,
        member_id=row.member_id,
        awarded_by=row.awarded_by,
        reason=Reason(row.reason),
        subject_id=row.subject_id,
        points=row.points,
        at=row.at,
    )


def holder(reader: Reader, guild_id: int, reason: Reason, subject_id: int) -> tuple[int, datetime] | None:
    """Who was awarded for this subject, and when; None where nobody was."""
    found = reader.execute(
        select(awards.c.member_id, awards.c.at).where(
            awards.c.guild_id == guild_id, awards.c.reason == reason.value, awards.c.subject_id == subject_id
        )
    )
    row = found.one_or_none()
    return None if row is None else (row.member_id, row.at)


def standings(
    reader: Reader, guild_id: int, *, limit: int | None = None, member_id: int | None = None
) -> list[Standing]:
    """The best first; equal balances share a place. With `member_id` only that member's line; without, nothing of those
    who do not want to be named, who keep their places.
    """
    balances = (
        select(
            awards.c.member_id,
            func.sum(awards.c.points).label("balance"),
            func.count().label("awards"),
        )
        .where(awards.c.guild_id == guild_id)
        .group_by(awards.c.member_id)
        .subquery()
    )
    places = select(balances, func.rank().over(order_by=balances.c.balance.desc()).label("place")).subquery()
    query = select(places).order_by(places.c.place, places.c.member_id)
    if member_id is not None:
        query = query.where(places.c.member_id == member_id)
    else:
        query = query.where(places.c.member_id.not_in(choices.all_who_chose(guild_id, Choice.HIDDEN)))
    if limit is not None:
        query = query.limit(limit)
    return [Standing(row.member_id, int(row.balance), row.awards, row.place) for row in reader.execute(query)]

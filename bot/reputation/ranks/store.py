"""The tables `rank_holders` and `rank_grants`, and what of the ledger ranks go by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, literal, select, update

from bot.award_tables import awards
from bot.database import Reader, Transaction
from bot.recognition_tables import rank_grants, rank_holders
from bot.reputation.ranks.held import Since
from bot.reputation.ranks.roles import Grant


@dataclass(frozen=True)
class Holder:
    """A member who has been awarded something, and the rank that they hold."""

    id: int
    guild_id: int
    member_id: int
    rank: str | None
    looked_at: datetime | None


def holder_id(tx: Transaction, guild_id: int, member_id: int) -> int:
    """The row of this member; a new one where there is none."""
    new = tx.insert_once(rank_holders, {"guild_id": guild_id, "member_id": member_id})
    if new is not None:
        return new
    query = select(rank_holders.c.id).where(
        rank_holders.c.guild_id == guild_id, rank_holders.c.member_id == member_id
    )
    return int(tx.execute(query).scalar_one())


def get(reader: Reader, holder_id: int) -> Holder | None:
    """By the database's id."""
    row = reader.execute(select(rank_holders).where(rank_holders.c.id == holder_id)).one_or_none()
    return None if row is None else _holder(row)


def of_member(reader: Reader, guild_id: int, member_id: int) -> Holder | None:
    """This member's; None before their first award."""
    query = select(rank_holders).where(rank_holders.c.guild_id == guild_id, rank_holders.c.member_id == member_id)
    row = reader.execute(query).one_or_none()
    return None if row is None else _holder(row)


def adopt(tx: Transaction, guild_id: int, points: int) -> None:
    """A row for each member with at least this balance who has none: their awards are older than ranks with roles."""
    known = select(rank_holders.c.id).where(
        rank_holders.c.guild_id == guild_id, rank_holders.c.member_id == awards.c.member_id
    )
    earned = (
        select(literal(guild_id), awards.c.member_id)
        .where(awards.c.guild_id == guild_id, ~known.exists())
        .group_by(awards.c.member_id)
        .having(func.sum(awards.c.points) >= points)
    )
    tx.execute(insert(rank_holders).from_select(["guild_id", "member_id"], earned))


def look_anew(tx: Transaction, guild_id: int) -> None:
    """Nobody here has been looked at."""
    tx.execute(update(rank_holders).where(rank_holders.c.guild_id == guild_id).values(looked_at=None))


def longest_unseen(reader: Reader, guild_id: int, until: datetime, limit: int) -> list[Holder]:
    """Those at whom nobody has looked since then, the longest ago first."""
    new = select(rank_holders).where(rank_holders.c.guild_id == guild_id, rank_holders.c.looked_at.is_(None))
    old = (
        select(rank_holders)
        .where(rank_holders.c.guild_id == guild_id, rank_holders.c.looked_at <= until)
        .order_by(rank_holders.c.looked_at)
    )
    found = [_holder(row) for row in reader.execute(new.limit(limit))]
    if len(found) < limit:
        found += [_holder(row) for row in reader.execute(old.limit(limit - len(found)))]
    return found


def first_look(reader: Reader, guild_id: int) -> datetime | None:
    """When the one was looked at who was the longest ago; None where there is nobody."""
    query = select(func.min(rank_holders.c.looked_at)).where(rank_holders.c.guild_id == guild_id)
    at: datetime | None = reader.execute(query).scalar_one()
    return at


def save_rank(tx: Transaction, holder: Holder, rank: str | None, at: datetime) -> None:
    """Somebody looked then, and this is held."""
    tx.execute(update(rank_holders).where(rank_holders.c.id == holder.id).values(rank=rank, looked_at=at))


def balances(reader: Reader, guild_id: int, member_ids: Collection[int]) -> dict[int, int]:
    """The sum of all lines of each; nothing for who has none."""
    query = (
        select(awards.c.member_id, func.sum(awards.c.points).label("balance"))
        .where(awards.c.guild_id == guild_id, awards.c.member_id.in_(member_ids))
        .group_by(awards.c.member_id)
    )
    return {row.member_id: int(row.balance) for row in reader.execute(query)}


def course(reader: Reader, guild_id: int, member_id: int, balance: int, since: datetime) -> list[Since]:
    """How this balance went after that time: first what it was then, last what it is."""
    query = select(awards.c.id, awards.c.at, awards.c.points).where(
        awards.c.guild_id == guild_id, awards.c.member_id == member_id, awards.c.at > since
    )
    found = list[Since]()
    # Put in order here: the database would go through the ledger of the whole server by ids.
    for row in sorted(reader.execute(query), key=lambda row: row.id, reverse=True):
        found.append(Since(row.at, balance))
        balance -= row.points
    return [Since(since, balance), *reversed(found)]


def grants(reader: Reader, holder_ids: Collection[int]) -> dict[int, list[Grant]]:
    """The roles that we gave, or began to give, to each of these."""
    query = (
        select(rank_grants)
        .where(rank_grants.c.holder_id.in_(holder_ids))
        .order_by(rank_grants.c.holder_id, rank_grants.c.role_id)
    )
    found: dict[int, list[Grant]] = {}
    for row in reader.execute(query):
        found.setdefault(row.holder_id, []).append(Grant(row.role_id, row.given_at))
    return found


def save_grant(tx: Transaction, holder: Holder, role_id: int, given_at: datetime | None) -> None:
    """We give this role, or gave it then; whatever was noted of it before."""
    forget_grant(tx, holder.id, role_id)
    tx.execute(
        insert(rank_grants).values(
            holder_id=holder.id, role_id=role_id, guild_id=holder.guild_id, given_at=given_at
        )
    )


def forget_grant(tx: Transaction, holder_id: int, role_id: int) -> None:
    """We took this role back."""
    tx.execute(delete(rank_grants).where(rank_grants.c.holder_id == holder_id, rank_grants.c.role_id == role_id))


def _holder(row: Row[Any]) -> Holder:
    return Holder(row.id, row.guild_id, row.member_id, row.rank, row.looked_at)

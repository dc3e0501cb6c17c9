"""The table `opt_outs`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from bot.database import Reader, Transaction
from bot.schema import opt_outs

_OPT_OUT = select(opt_outs.c.at).where(
    opt_outs.c.guild_id == bindparam("guild_id"), opt_outs.c.member_id == bindparam("member_id")
)


def has_opted_out(reader: Reader, guild_id: int, member_id: int) -> bool:
    """Whether this member wants no automatic answers."""
    return reader.execute(_OPT_OUT, {"guild_id": guild_id, "member_id": member_id}).first() is not None


def opted_out(reader: Reader, members: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these members, each with their server, want no automatic answers."""
    query = select(opt_outs.c.guild_id, opt_outs.c.member_id).where(
        opt_outs.c.guild_id.in_({guild_id for guild_id, _ in members}),
        opt_outs.c.member_id.in_({member_id for _, member_id in members}),
    )
    return {(row.guild_id, row.member_id) for row in reader.execute(query)} & set(members)


def save_opt_out(tx: Transaction, guild_id: int, member_id: int, *, wants_out: bool, at: datetime) -> None:
    """What the member wants from now on."""
    tx.execute(delete(opt_outs).where(opt_outs.c.guild_id == guild_id, opt_outs.c.member_id == member_id))
    if wants_out:
        tx.execute(insert(opt_outs).values(guild_id=guild_id, member_id=member_id, at=at))

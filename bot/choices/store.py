"""The table `privacy_choices`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, insert, select

from bot.choices.choice import Choice
from bot.database import Reader, Transaction
from bot.privacy_tables import privacy_choices

_CHOSEN = select(privacy_choices.c.choice).where(
    privacy_choices.c.guild_id == bindparam("guild_id"), privacy_choices.c.member_id == bindparam("member_id")
)


def chosen(reader: Reader, guild_id: int, member_id: int) -> frozenset[Choice]:
    """What this member has chosen."""
    rows = reader.execute(_CHOSEN, {"guild_id": guild_id, "member_id": member_id})
    return frozenset(Choice(one) for one in rows.scalars())


def who_chose(reader: Reader, choice: Choice, members: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these members, each with their server, have chosen this."""
    query = select(privacy_choices.c.guild_id, privacy_choices.c.member_id).where(
        privacy_choices.c.guild_id.in_({guild_id for guild_id, _ in members}),
        privacy_choices.c.member_id.in_({member_id for _, member_id in members}),
        privacy_choices.c.choice == choice.value,
    )
    return {(row.guild_id, row.member_id) for row in reader.execute(query)} & set(members)


def all_who_chose(guild_id: int, choice: Choice) -> Select[tuple[int]]:
    """The members of this server who have chosen this, for a query of others."""
    return select(privacy_choices.c.member_id).where(
        privacy_choices.c.guild_id == guild_id, privacy_choices.c.choice == choice.value
    )


def save(tx: Transaction, guild_id: int, member_id: int, choice: Choice, *, is_on: bool, at: datetime) -> None:
    """What the member wants from now on."""
    here = {"guild_id": guild_id, "member_id": member_id, "choice": choice.value}
    tx.execute(delete(privacy_choices).where(*(privacy_choices.c[name] == value for name, value in here.items())))
    if is_on:
        tx.execute(insert(privacy_choices).values(**here, at=at))

"""The `last_chances` table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.database import Reader, Transaction
from bot.ticket_tables import last_chances
from bot.tickets import as_json
from bot.tickets.last_chances.chance import LastChance

_BY_ID = select(last_chances).where(last_chances.c.id == bindparam("chance_id"))
_BY_INTERACTION = select(last_chances).where(last_chances.c.interaction_id == bindparam("interaction_id"))


def add(tx: Transaction, chance: LastChance) -> None:
    """Keep what was filled in."""
    tx.execute(
        insert(last_chances).values(
            id=chance.id,
            guild_id=chance.guild_id,
            member_id=chance.member_id,
            type_id=chance.type_id,
            interaction_id=chance.interaction_id,
            filled=as_json.of_request(*chance.filled) if chance.filled else None,
            entry_ids=list(chance.entry_ids),
            offered_at=chance.offered_at,
            opens_at=chance.opens_at,
        )
    )


def get(reader: Reader, chance_id: int) -> LastChance | None:
    """The form, or None where there is none of this id."""
    return _one(reader.execute(_BY_ID, {"chance_id": chance_id}).one_or_none())


def by_interaction(reader: Reader, interaction_id: int) -> LastChance | None:
    """What this very submission brought."""
    return _one(reader.execute(_BY_INTERACTION, {"interaction_id": interaction_id}).one_or_none())


def shown_before(reader: Reader, ticket_id: int) -> list[str]:
    """The entries that were shown to who sent the forms that are in this ticket."""
    of_forms = reader.execute(select(last_chances.c.entry_ids).where(last_chances.c.ticket_id == ticket_id))
    return [entry_id for entry_ids in of_forms.scalars() for entry_id in entry_ids]


def save_ticket(tx: Transaction, chance_id: int, ticket_id: int, *, was_added: bool) -> None:
    """What was filled in is in this ticket now, and need not be kept."""
    _save(tx, chance_id, filled=None, opens_at=None, ticket_id=ticket_id, was_added=was_added)


def save_solved(tx: Transaction, chance_id: int, at: datetime) -> None:
    """It is solved: no ticket is opened by itself."""
    _save(tx, chance_id, opens_at=None, solved_at=at)


def save_opening(tx: Transaction, chance_id: int, at: datetime) -> None:
    """The ticket opens by itself then, if the form waits for it."""
    waits = (
        last_chances.c.id == chance_id,
        last_chances.c.filled.is_not(None),
        last_chances.c.solved_at.is_(None),
    )
    tx.execute(update(last_chances).where(*waits).values(opens_at=at))


def forget(tx: Transaction, chance_id: int) -> None:
    """What was filled in is kept no longer; harmless if that is done."""
    _save(tx, chance_id, filled=None, opens_at=None)


def _save(tx: Transaction, chance_id: int, **values: Any) -> None:
    tx.execute(update(last_chances).where(last_chances.c.id == chance_id).values(values))


def _one(row: Row[Any] | None) -> LastChance | None:
    if row is None:
        return None
    return LastChance(
        id=row.id,
        guild_id=row.guild_id,
        member_id=row.member_id,
        type_id=row.type_id,
        interaction_id=row.interaction_id,
        filled=as_json.request_of(row.filled) if row.filled else None,
        entry_ids=tuple(row.entry_ids),
        offered_at=row.offered_at,
        opens_at=row.opens_at,
        solved_at=row.solved_at,
        ticket_id=row.ticket_id,
        was_added=row.was_added,
    )
